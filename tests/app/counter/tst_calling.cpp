// SPDX-License-Identifier: Apache-2.0
#include "app/counter/taskswindow.h"
#include "app/counter/wording.h"
#include "bench.h"

#include <QComboBox>
#include <QListWidget>
#include <QTableView>

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
    void choosesFromTheList();
    void pausesWithAReasonAndGoesOn();
    void answersHelp();
    void takesBackForThirtySeconds();
    void callsOutOfTurnWithAReason();
    void cutOffItSaysWhatWorksAndTakesPaper();
    void saysThatTwoRoomsCalledOnePatient();
    void sendsOverToAnotherQueue();
    void managersSettleWhatWasNotPlain();
    void takesNoFocusAndStaysSmall();
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

void TestCalling::choosesFromTheList() {
    Bench bench;
    bench.station.fill(5);
    bench.station.now.desk.waiting[2].late = true;
    bench.station.now.desk.waiting[2].reason = "N:late";
    bench.openRoom();
    QTRY_VERIFY(!bench.model.picture().desk.waiting.empty());
    bench.press(Qt::Key_3);
    QVERIFY(bench.windows->panel().isVisible());
    auto* table = bench.windows->panel().findChild<QTableView*>();
    QCOMPARE(table->currentIndex().row(), 2);
    QCOMPARE(bench.line(), QStringLiteral("C003 · 张*远 · 08:30-09:00 · late · on turn, late"));
    // The panel's keys are the bar's, in the table as well.
    bench.station.clock.ms += 60'000;
    QTest::keyClick(table, Qt::Key_Space);
    QTRY_COMPARE(bench.number(), QStringLiteral("C001"));
    QTest::keyClick(table, Qt::Key_Escape);
    QVERIFY(!bench.windows->panel().isVisible());
}

void TestCalling::pausesWithAReasonAndGoesOn() {
    Bench bench;
    bench.station.fill(2);
    bench.openRoom();
    bench.press(Qt::Key_P);
    QVERIFY(bench.windows->panel().isVisible());
    bench.press(Qt::Key_9); // not one of them: still asking
    QCOMPARE(bench.station.did.size(), std::size_t{1});
    bench.press(Qt::Key_2);
    QTRY_COMPARE(bench.station.did.back(), std::string("pause ward 30"));
    QTRY_VERIFY(bench.model.isPaused());
    QCOMPARE(Bench::button(bench.windows->bar(), "pause").text(), QStringLiteral("Resume"));
    bool attention = false;
    QCOMPARE(counter::CounterWords::standing(bench.model.picture(), bench.model.connection(),
                                             bench.station.clock, attention),
             QStringLiteral("Paused until 10:00: Called to the ward"));
    bench.station.clock.ms += 60'000;
    bench.press(Qt::Key_Space);
    QCOMPARE(bench.line(), QStringLiteral("Paused: press P to go on calling"));
    QCOMPARE(bench.station.nextAsked, 0);
    bench.press(Qt::Key_Period);
    QTRY_COMPARE(bench.station.did.back(), std::string("resume"));
}

void TestCalling::answersHelp() {
    Bench bench;
    bench.station.now.helps.push_back(
        {"h1", "K1", "walk-in.department", true, bench.station.clock.ms, ""});
    bench.openRoom();
    QTRY_COMPARE(bench.line(), QStringLiteral("09:30: kiosk K1 asks for help"));
    auto& panel = Bench::button(bench.windows->bar(), "panel");
    QCOMPARE(panel.text(), QStringLiteral("Help: 1"));
    QTest::mouseClick(&panel, Qt::LeftButton);
    QPushButton* answer = nullptr;
    for (auto* one : bench.windows->panel().findChildren<QPushButton*>())
        if (one->accessibleName() == QStringLiteral("Answer: 09:30: kiosk K1 asks for help"))
            answer = one;
    QVERIFY(answer);
    QTest::mouseClick(answer, Qt::LeftButton);
    QTRY_COMPARE(bench.station.did.back(), std::string("answer h1"));
    QTRY_COMPARE(panel.text(), QStringLiteral("List"));
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

void TestCalling::callsOutOfTurnWithAReason() {
    Bench bench;
    bench.station.fill(5);
    bench.openRoom();
    QTRY_VERIFY(!bench.model.picture().desk.waiting.empty());
    auto& panel = bench.windows->panel();
    auto& call = Bench::button(panel, "callChosen");
    bench.press(Qt::Key_4);
    QCOMPARE(call.text(), QStringLiteral("Call C004 now"));
    QVERIFY(!call.isEnabled());
    auto* reason = panel.findChild<QLineEdit*>(QStringLiteral("reason"));
    QTest::keyClicks(reason, QStringLiteral("frail, mother waits"));
    QVERIFY(call.isEnabled());
    QTest::keyClick(reason, Qt::Key_Return);
    QTRY_COMPARE(bench.station.did.back(), std::string("chosen id-C004 frail, mother waits"));
    QCOMPARE(bench.station.nextAsked, 0);
    QTRY_COMPARE(bench.line(), QStringLiteral("C004 called: out of turn, with a reason"));
    // The list moves under the choice: it follows the patient, and ends when the patient leaves.
    bench.press(Qt::Key_2);
    QCOMPARE(call.text(), QStringLiteral("Call C002 now"));
    auto& waiting = bench.station.now.desk.waiting;
    waiting.erase(waiting.begin());
    bench.model.refresh();
    auto* table = panel.findChild<QTableView*>();
    QTRY_COMPARE(table->currentIndex().row(), 0);
    QCOMPARE(call.text(), QStringLiteral("Call C002 now"));
    waiting.erase(waiting.begin());
    bench.model.refresh();
    QTRY_COMPARE(call.text(), QStringLiteral("Call out of turn"));
    QVERIFY(!table->selectionModel()->hasSelection());
}

void TestCalling::cutOffItSaysWhatWorksAndTakesPaper() {
    Bench bench;
    bench.station.fill(5);
    bench.openRoom();
    auto& panel = bench.windows->panel();
    auto* paper = panel.findChild<QLineEdit*>(QStringLiteral("paper"));
    bench.press(Qt::Key_1);
    QVERIFY(!paper->isVisible());
    auto& desk = bench.station.now.desk;
    desk.cutOff = true;
    desk.claimLeftMs = 8 * 60'000;
    desk.listLeft = 2;
    bench.model.refresh();
    QTRY_VERIFY(paper->isVisible());
    bool attention = false;
    QCOMPARE(counter::CounterWords::standing(bench.model.picture(), bench.model.connection(),
                                             bench.station.clock, attention),
             QStringLiteral("Registry away: own list, 2 left, until 09:38"));
    QVERIFY(attention);
    QTest::keyClicks(paper, QStringLiteral("7g0m-x2a4"));
    QTest::keyClick(paper, Qt::Key_Return);
    QTRY_COMPARE(bench.station.did.back(), std::string("paper 7g0m-x2a4"));
    QCOMPARE(bench.station.nextAsked, 0);
    QTRY_COMPARE(bench.line(),
                 QStringLiteral("C12-03 called without the registry: from the paper ticket"));
    desk.claimLeftMs = 0;
    bench.model.refresh();
    QTRY_COMPARE(bench.model.picture().desk.claimLeftMs, 0);
    QCOMPARE(counter::CounterWords::standing(bench.model.picture(), bench.model.connection(),
                                             bench.station.clock, attention),
             QStringLiteral("Registry away: paper tickets only (list)"));
}

void TestCalling::saysThatTwoRoomsCalledOnePatient() {
    Bench bench;
    bench.openRoom();
    bench.station.now.desk.collisions = {{"C012", "305", true, false, bench.station.clock.ms}};
    bench.model.refresh();
    QTRY_COMPARE(bench.line(), QStringLiteral("09:30: C012 was called by room 305 first"));
    bench.station.now.desk.collisions[0].lost = false;
    bench.model.refresh();
    QTRY_COMPARE(bench.line(), QStringLiteral("09:30: room 305 called C012 too; yours counts"));
}

void TestCalling::sendsOverToAnotherQueue() {
    Bench bench;
    bench.station.fill(3);
    bench.openRoom();
    QTRY_COMPARE(bench.model.picture().desk.queue.id, std::string("CARD"));
    auto& panel = bench.windows->panel();
    auto& send = Bench::button(panel, "transfer");
    auto* queue = panel.findChild<QComboBox*>(QStringLiteral("queue"));
    bench.press(Qt::Key_2);
    QCOMPARE(send.text(), QStringLiteral("Send C002 over"));
    // Nobody goes anywhere that nobody chose.
    QCOMPARE(queue->currentIndex(), -1);
    QVERIFY(!send.isEnabled());
    queue->setCurrentIndex(0);
    QVERIFY(send.isEnabled());
    QTest::mouseClick(&send, Qt::LeftButton);
    QTRY_COMPARE(bench.station.did.back(), std::string("transfer id-C002 CARD-D01 AM"));
    QTRY_COMPARE(bench.line(), QStringLiteral("C002 went over to the other queue"));
    QTRY_COMPARE(send.text(), QStringLiteral("Send over")); // whoever left takes the choice along
    QCOMPARE(queue->currentIndex(), -1);
    bench.press(Qt::Key_1);
    queue->setCurrentIndex(0);
    QTest::mouseClick(&Bench::button(panel, "transferWish"), Qt::LeftButton);
    QTRY_COMPARE(bench.station.did.back(), std::string("transfer id-C001 CARD-D01 AM wish"));
}

void TestCalling::managersSettleWhatWasNotPlain() {
    {
        Bench bench;
        bench.openRoom();
        bench.press(Qt::Key_1);
        QVERIFY(!Bench::button(bench.windows->panel(), "toSettle").isVisible());
    }
    Bench bench;
    bench.station.fill(2);
    bench.station.roles = "nurse,manager";
    const std::int64_t at = bench.station.clock.ms;
    bench.station.toSettle = {{7, "K2", "C012", "compensated", "duplicate-arrival", "", at},
                              {9, "K2", "", "alarm", "fork", "its store was copied", at},
                              {12, "S3", "C004", "rejected", "made-up", "", at}};
    bench.openRoom();
    QTRY_VERIFY(!bench.model.picture().desk.waiting.empty());
    bench.press(Qt::Key_1);
    auto& open = Bench::button(bench.windows->panel(), "toSettle");
    QTRY_VERIFY(open.isVisible());
    QTest::mouseClick(&open, Qt::LeftButton);
    auto& window = bench.windows->panel().tasks();
    auto* list = window.findChild<QListWidget*>();
    QTRY_COMPARE(list->count(), 3);
    QCOMPARE(list->item(0)->text(),
             QStringLiteral("09:30 · C012 · one booking, two papers: the first one counts · K2"));
    QCOMPARE(list->item(1)->text(),
             QStringLiteral("09:30 · the device's memory was copied or restored · K2"));
    QCOMPARE(list->item(2)->text(),
             QStringLiteral("09:30 · C004 · could not be done (made-up) · S3"));
    auto& settle = Bench::button(window, "settle");
    QVERIFY(!settle.isEnabled());
    list->setCurrentRow(1);
    QTest::mouseClick(&settle, Qt::LeftButton);
    QTRY_COMPARE(bench.station.did.back(), std::string("settle 9"));
    QTRY_COMPARE(list->count(), 2);
    // Keys here call nobody.
    QTest::keyClick(list, Qt::Key_Space);
    QCOMPARE(bench.station.nextAsked, 0);
    bench.station.away = true;
    bench.model.askTasks();
    QTRY_COMPARE(Bench::words(window, "quiet"),
                 QStringLiteral("No answer from the registry: press again"));
    QTest::keyClick(&window, Qt::Key_Escape);
    QVERIFY(!window.isVisible());
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

QTEST_MAIN(TestCalling)
#include "tst_calling.moc"
