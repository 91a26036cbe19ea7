// SPDX-License-Identifier: Apache-2.0
// One key a patient: what each does on the bar.
#include "bench.h"

#include <QTest>

using namespace menzhen;
using test::Bench;

class TestCalling : public QObject {
    Q_OBJECT

private slots:
    void fortyPatientsWithFortyPresses();
    void oneKeyOneAct_data();
    void oneKeyOneAct();
    void aSecondPressWithinTwoSecondsDoesNothing();
    void aHeldKeyIsOnePress();
    void aChordIsSomebodyElses();
    void whoWalksWithTabPressesWhatTheyStandOn();
    void saysThatNobodyAnswers();
    void takesNoFocusAndStaysSmall();
    void takesBackForThirtySeconds();
};

void TestCalling::fortyPatientsWithFortyPresses() {
    Bench bench;
    bench.station.fill(40);
    bench.openRoom();
    for (int patient = 1; patient <= 40; ++patient) {
        bench.station.clock.ms += 60'000;
        bench.press(Qt::Key_Space);
        QTRY_COMPARE(bench.number(), QString::asprintf("C%03d", patient));
    }
    QCOMPARE(bench.station.nextAsked, 40);
    QCOMPARE(bench.station.called.size(), std::size_t{40});
    bench.station.clock.ms += 60'000;
    bench.press(Qt::Key_Enter);
    QTRY_COMPARE(bench.line(), QStringLiteral("Nobody is waiting"));
    QTRY_COMPARE(bench.number(), QStringLiteral("—"));
    QCOMPARE(bench.model.picture().desk.figures.finished, 40);
}

void TestCalling::oneKeyOneAct_data() {
    QTest::addColumn<int>("key");
    QTest::addColumn<QString>("did");
    const auto row = [](const char* name, Qt::Key key, const char* did) {
        QTest::newRow(name) << static_cast<int>(key) << QString::fromLatin1(did);
    };
    row("space", Qt::Key_Space, "next");
    row("enter", Qt::Key_Return, "next");
    row("pad enter", Qt::Key_Enter, "next");
    row("pad +", Qt::Key_Plus, "next");
    row("R", Qt::Key_R, "recall C001");
    row("pad 0", Qt::Key_0, "recall C001");
    row("M", Qt::Key_M, "missed C001");
    row("pad -", Qt::Key_Minus, "missed C001");
    row("T", Qt::Key_T, "tests C001");
    row("pad *", Qt::Key_Asterisk, "tests C001");
    row("F", Qt::Key_F, "finish C001");
    row("pad /", Qt::Key_Slash, "finish C001");
    row("Z", Qt::Key_Z, "undo C001");
    row("pad backspace", Qt::Key_Backspace, "undo C001");
    row("H", Qt::Key_H, "ask-help");
}

void TestCalling::oneKeyOneAct() {
    QFETCH(int, key);
    QFETCH(QString, did);
    Bench bench;
    bench.station.fill(3);
    bench.openRoom();
    bench.station.clock.ms += 60'000;
    bench.press(Qt::Key_Space);
    QTRY_COMPARE(bench.number(), QStringLiteral("C001"));
    bench.station.clock.ms += 5'000;
    const auto before = bench.station.did.size();
    bench.press(key);
    QTRY_COMPARE(bench.station.did.size(), before + 1);
    QCOMPARE(QString::fromStdString(bench.station.did.back()), did);
    QTRY_VERIFY(!bench.line().isEmpty());
}

void TestCalling::aSecondPressWithinTwoSecondsDoesNothing() {
    Bench bench;
    bench.station.fill(3);
    bench.openRoom();
    bench.station.clock.ms += 60'000;
    bench.press(Qt::Key_Space);
    QTRY_COMPARE(bench.number(), QStringLiteral("C001"));
    bench.station.clock.ms += 1'999;
    bench.press(Qt::Key_Space);
    QTRY_COMPARE(bench.line(), QStringLiteral("Pressed twice: the second press did nothing"));
    QCOMPARE(bench.number(), QStringLiteral("C001"));
    bench.station.clock.ms += 1;
    bench.press(Qt::Key_Space);
    QTRY_COMPARE(bench.number(), QStringLiteral("C002"));
}

void TestCalling::aHeldKeyIsOnePress() {
    Bench bench;
    bench.station.fill(3);
    bench.openRoom();
    bench.station.clock.ms += 60'000;
    QKeyEvent held(QEvent::KeyPress, Qt::Key_Space, Qt::NoModifier, QStringLiteral(" "), true);
    QCoreApplication::sendEvent(&bench.windows->bar(), &held);
    QCoreApplication::processEvents();
    QCOMPARE(bench.station.nextAsked, 0);
}

void TestCalling::aChordIsSomebodyElses() {
    Bench bench;
    bench.station.fill(3);
    bench.openRoom();
    QTest::keyClick(&bench.windows->bar(), Qt::Key_Space, Qt::ControlModifier);
    QTest::keyClick(&bench.windows->bar(), Qt::Key_H, Qt::AltModifier);
    QCoreApplication::processEvents();
    QCOMPARE(bench.station.nextAsked, 0);
    QCOMPARE(bench.station.did.size(), std::size_t{1}); // the room was opened
}

void TestCalling::whoWalksWithTabPressesWhatTheyStandOn() {
    Bench bench;
    bench.station.fill(3);
    bench.openRoom();
    bench.station.clock.ms += 60'000;
    bench.press(Qt::Key_Space);
    QTRY_COMPARE(bench.number(), QStringLiteral("C001"));
    bench.station.clock.ms += 60'000;
    bench.windows->bar().activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&bench.windows->bar()));
    auto& missed = Bench::button(bench.windows->bar(), "missed");
    missed.setFocus();
    QTest::keyClick(&missed, Qt::Key_Return);
    QTRY_COMPARE(bench.station.did.back(), std::string("missed C001"));
    QTest::keyClick(&missed, Qt::Key_Escape);
    QVERIFY(bench.windows->bar().nextButton()->hasFocus());
}

void TestCalling::saysThatNobodyAnswers() {
    Bench bench;
    bench.station.fill(3);
    bench.openRoom();
    bench.station.clock.ms += 60'000;
    bench.station.away = true;
    bench.press(Qt::Key_Space);
    QTRY_COMPARE(bench.line(), QStringLiteral("No answer from the registry: press again"));
    const auto* line = bench.windows->bar().findChild<QLabel*>(QStringLiteral("line"));
    QCOMPARE(line->property("tone").toString(), QStringLiteral("attention"));

    Bench other;
    other.station.fill(3);
    other.openRoom();
    other.model.setConnection({.hasData = true, .lastContactMs = other.station.clock.ms});
    QTRY_COMPARE(other.line(), QStringLiteral("Registry away: the list is from 09:30"));
    QVERIFY(Bench::words(other.windows->bar(), "next").startsWith(QStringLiteral("› C001")));
}

void TestCalling::takesNoFocusAndStaysSmall() {
    for (const auto& language : {QStringLiteral("en"), QStringLiteral("zh")}) {
        Bench bench(language);
        bench.station.fill(12);
        bench.openRoom();
        auto& bar = bench.windows->bar();
        bench.press(Qt::Key_Space);
        QTRY_VERIFY(Bench::button(bar, "undo").isVisible());
        QVERIFY(bar.width() <= counter::barWidthPx && bar.height() <= counter::barHeightPx);
        QVERIFY(bar.windowFlags() & Qt::WindowStaysOnTopHint);
        QVERIFY(bench.windows->panel().testAttribute(Qt::WA_ShowWithoutActivating));
        for (const auto* button : bar.findChildren<QPushButton*>()) {
            QVERIFY(!(button->focusPolicy() & Qt::ClickFocus));
            const int room = button->width() - 2;
            QVERIFY2(button->fontMetrics().horizontalAdvance(button->text()) <= room,
                     qPrintable(button->text()));
            QVERIFY(bar.rect().contains(button->geometry()));
            QVERIFY(button->height() >= 20);
        }
    }
}

void TestCalling::takesBackForThirtySeconds() {
    Bench bench;
    bench.station.fill(3);
    bench.openRoom();
    auto& undo = Bench::button(bench.windows->bar(), "undo");
    QVERIFY(!undo.isVisible());
    bench.station.clock.ms += 60'000;
    bench.press(Qt::Key_Space);
    QTRY_VERIFY(undo.isVisible());
    QCOMPARE(undo.text(), QStringLiteral("Undo 30"));
    QCOMPARE(undo.accessibleName(), QStringLiteral("Take back: C001 called"));
    QCOMPARE(Bench::words(bench.windows->bar(), "room"), QString());
    bench.station.clock.ms += 4'200;
    QTRY_COMPARE(undo.text(), QStringLiteral("Undo 26"));
    bench.press(Qt::Key_Z);
    QTRY_COMPARE(bench.station.did.back(), std::string("undo C001"));
    QTRY_COMPARE(bench.line(), QStringLiteral("C001: taken back"));
    QTRY_COMPARE(bench.number(), QStringLiteral("—"));
    QVERIFY(!undo.isVisible());
    QTRY_VERIFY(Bench::words(bench.windows->bar(), "next").startsWith(QStringLiteral("› C001")));

    bench.press(Qt::Key_Space);
    QTRY_COMPARE(bench.number(), QStringLiteral("C001"));
    bench.station.clock.ms += 30'001;
    QTRY_VERIFY(!undo.isVisible());
    QCOMPARE(Bench::words(bench.windows->bar(), "room"), QStringLiteral("Room 303"));
}

QTEST_MAIN(TestCalling)
#include "tst_calling.moc"
