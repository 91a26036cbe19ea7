// SPDX-License-Identifier: Apache-2.0
// What somebody who sees badly and somebody who sees nothing get: names on every control, whole
// catalogues, pictures of every window. MENZHEN_PICTURES=DIR keeps the pictures (counter-*.png).
#include "app/counter/taskswindow.h"
#include "bench.h"

#include <QAbstractItemView>
#include <QAccessible>
#include <QDir>
#include <QFile>

using namespace menzhen;
using test::Bench;

class TestLooks : public QObject {
    Q_OBJECT

private slots:
    void everyControlHasANameAndAPress();
    void theCatalogueIsWhole();
    void everyWindowCanBeShown_data();
    void everyWindowCanBeShown();

private:
    static void morning(Bench& bench);
    static void keep(QWidget& window, const QString& name);
};

void TestLooks::morning(Bench& bench) {
    auto& desk = bench.station.now.desk;
    const char* const names[] = {"王*", "欧阳*", "陈*禾", "李*明", "赵*", "孙*丽", "周*"};
    for (int i = 0; i < 7; ++i)
        desk.waiting.push_back(test::patient(12 + i, names[i], 510 + 30 * (i / 3)));
    desk.waiting[1].lane = "R";
    desk.waiting[1].reason = "R:interleave";
    desk.waiting[2].late = true;
    desk.waiting[2].reason = "N:late";
    desk.waiting[5].lane = "M";
    desk.waiting[5].misses = 1;
    desk.waiting[5].reason = "M:interleave";
    desk.missed.push_back(test::patient(4, "吴*"));
    desk.missed[0].misses = 1;
    desk.figures.longestWaitMinutes = 25;
    desk.figures.finished = 8;
    desk.figures.medianMinutes = 6;
    bench.station.now.helps.push_back(
        {"h1", "K1", "walk-in.department", true, bench.station.clock.ms, ""});
}

void TestLooks::everyControlHasANameAndAPress() {
    Bench bench;
    morning(bench);
    bench.openRoom();
    bench.press(Qt::Key_P);
    QTRY_VERIFY(!bench.model.picture().helps.empty());
    QWidget* const windows[] = {&bench.windows->signIn(), &bench.windows->room(),
                                &bench.windows->bar(), &bench.windows->panel()};
    int controls = 0;
    for (QWidget* window : windows) {
        for (QWidget* widget : window->findChildren<QWidget*>()) {
            const bool isButton = qobject_cast<QPushButton*>(widget);
            // Inside a field or list is the field's or the list's own business.
            const bool isField =
                qobject_cast<QLineEdit*>(widget) || qobject_cast<QAbstractItemView*>(widget);
            if (!isButton && !isField) continue;
            if (widget->objectName().startsWith(QLatin1String("qt_"))) continue;
            if (qobject_cast<QAbstractItemView*>(widget->parentWidget())) continue; // a header
            auto* seen = QAccessible::queryAccessibleInterface(widget);
            QVERIFY(seen);
            const QString where = window->windowTitle() + QLatin1Char('/') + widget->objectName();
            QVERIFY2(!seen->text(QAccessible::Name).isEmpty(), qPrintable(where));
            if (isButton && widget->isEnabled())
                QVERIFY2(seen->actionInterface() && seen->actionInterface()->actionNames().contains(
                                                        QAccessibleActionInterface::pressAction()),
                         qPrintable(where));
            ++controls;
        }
    }
    QVERIFY2(controls > 28, qPrintable(QString::number(controls)));

    // A press on the accessibility interface is a press.
    bench.station.clock.ms += 60'000;
    auto* next = QAccessible::queryAccessibleInterface(bench.windows->bar().nextButton());
    next->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QTRY_COMPARE(bench.number(), QStringLiteral("C012"));
}

void TestLooks::theCatalogueIsWhole() {
    QFile file(QStringLiteral(MENZHEN_RESOURCES "/i18n/menzhen_counter_zh.ts"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString text = QString::fromUtf8(file.readAll());
    QVERIFY(!text.contains(QStringLiteral("type=\"unfinished\"")));
    QVERIFY(!text.contains(QStringLiteral("type=\"vanished\"")));
    QVERIFY(text.count(QStringLiteral("<source>")) > 100);
}

void TestLooks::everyWindowCanBeShown_data() {
    QTest::addColumn<QString>("language");
    QTest::newRow("zh") << "zh";
    QTest::newRow("en") << "en";
}

void TestLooks::keep(QWidget& window, const QString& name) {
    QCoreApplication::processEvents(); // what was hidden or said anew is laid out first
    const QPixmap picture = window.grab();
    QVERIFY(!picture.isNull());
    QCOMPARE(picture.size(), window.size());
    const QString folder = qEnvironmentVariable("MENZHEN_PICTURES");
    if (!folder.isEmpty())
        QVERIFY(picture.save(QDir(folder).filePath(QStringLiteral("counter-%1.png").arg(name))));
}

void TestLooks::everyWindowCanBeShown() {
    QFETCH(QString, language);
    Bench bench(language);
    morning(bench);
    auto& windows = *bench.windows;
    windows.show();
    QTest::keyClicks(&Bench::child<QLineEdit>(windows.signIn(), 0), QStringLiteral("d01"));
    bench.type("111111");
    QTRY_VERIFY(!Bench::words(windows.signIn(), "error").isEmpty());
    keep(windows.signIn(), QStringLiteral("signin-") + language);
    bench.model.signIn(QStringLiteral("d01"), QStringLiteral("246810"));
    QTRY_VERIFY(windows.room().isVisible());
    QTRY_VERIFY(!bench.model.queues().empty());
    keep(windows.room(), QStringLiteral("room-") + language);
    QTest::mouseClick(&Bench::button(windows.room(), "primary"), Qt::LeftButton);
    QTRY_VERIFY(windows.bar().isVisible());
    QTRY_COMPARE(bench.model.picture().desk.room, std::string("303"));
    bench.press(Qt::Key_1);
    keep(windows.bar(), QStringLiteral("bar-empty-") + language);
    keep(windows.panel(), QStringLiteral("panel-") + language);
    bench.station.clock.ms += 60'000;
    bench.press(Qt::Key_Space);
    QTRY_COMPARE(bench.number(), QStringLiteral("C012"));
    keep(windows.bar(), QStringLiteral("bar-") + language);
    bench.press(Qt::Key_P);
    keep(windows.panel(), QStringLiteral("pause-") + language);
    auto& desk = bench.station.now.desk;
    desk.cutOff = true;
    desk.claimLeftMs = 8 * 60'000;
    desk.listLeft = 2;
    desk.collisions = {{"C009", "305", true, false, bench.station.clock.ms}};
    bench.model.refresh();
    QTRY_VERIFY(bench.model.picture().desk.cutOff);
    bench.press(Qt::Key_Escape);
    bench.press(Qt::Key_3);
    keep(windows.panel(), QStringLiteral("cutoff-") + language);
    const std::int64_t at = bench.station.clock.ms;
    bench.station.toSettle = {{7, "K2", "C012", "compensated", "duplicate-arrival", "", at},
                              {8, "K2", "C12-03", "compensated", "cancelled-booking", "", at},
                              {9, "K2", "", "alarm", "fork", "its store was copied", at},
                              {12, "S3", "C004", "compensated", "superseded", "", at}};
    windows.panel().tasks().show();
    QTRY_COMPARE(bench.model.tasks().size(), std::size_t{4});
    keep(windows.panel().tasks(), QStringLiteral("tasks-") + language);
    desk.collisions.clear();
    bench.station.away = true;
    bench.station.clock.ms += 60'000;
    bench.press(Qt::Key_Space);
    QTRY_COMPARE(bench.model.status().kind, counter::Status::Kind::Failed);
    keep(windows.bar(), QStringLiteral("bar-away-") + language);
}

QTEST_MAIN(TestLooks)
#include "tst_looks.moc"
