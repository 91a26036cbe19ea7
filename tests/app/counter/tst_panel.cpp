// SPDX-License-Identifier: Apache-2.0
// What has no room on the bar: the list, pauses, help, calls out of turn, tasks.
#include "app/counter/taskswindow.h"
#include "app/counter/wording.h"
#include "bench.h"

#include <QComboBox>
#include <QListWidget>
#include <QTableView>
#include <QTest>

using namespace menzhen;
using test::Bench;

class TestPanel : public QObject {
    Q_OBJECT

private slots:
    void choosesFromTheList();
    void pausesWithAReasonAndGoesOn();
    void answersHelp();
    void callsOutOfTurnWithAReason();
    void cutOffItSaysWhatWorksAndTakesPaper();
    void saysThatTwoRoomsCalledOnePatient();
    void sendsOverToAnotherQueue();
    void managersSettleWhatWasNotPlain();
};

void TestPanel::choosesFromTheList() {
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

void TestPanel::pausesWithAReasonAndGoesOn() {
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

void TestPanel::answersHelp() {
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

void TestPanel::callsOutOfTurnWithAReason() {
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

void TestPanel::cutOffItSaysWhatWorksAndTakesPaper() {
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

void TestPanel::saysThatTwoRoomsCalledOnePatient() {
    Bench bench;
    bench.openRoom();
    bench.station.now.desk.collisions = {{"C012", "305", true, false, bench.station.clock.ms}};
    bench.model.refresh();
    QTRY_COMPARE(bench.line(), QStringLiteral("09:30: C012 was called by room 305 first"));
    bench.station.now.desk.collisions[0].lost = false;
    bench.model.refresh();
    QTRY_COMPARE(bench.line(), QStringLiteral("09:30: room 305 called C012 too; yours counts"));
}

void TestPanel::sendsOverToAnotherQueue() {
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

void TestPanel::managersSettleWhatWasNotPlain() {
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

QTEST_MAIN(TestPanel)
#include "tst_panel.moc"
