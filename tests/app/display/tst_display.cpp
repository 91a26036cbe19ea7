// SPDX-License-Identifier: Apache-2.0
// The board's view-model with a clock of the test's own: rows, pages, words.
#include "boardcells.h"
#include "boardstage.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace menzhen;
using display::BoardModel;
using test::BoardStage;
using test::cell;
using test::kindOf;
using test::rowOf;

class DisplayTest : public QObject {
    Q_OBJECT

private slots:
    void sizesComeFromTheSeat_data();
    void sizesComeFromTheSeat();
    void linesStandInTheOrderOfTheDoors();
    void sensitiveRowsShowTheNumberAlone();
    void pagesTurnAndStandStillUnderACall();
    void missedNumbersPage();
    void ageOfData();
    void oldDataAfterAStart();
    void pausedAndClosedRooms();
    void quietWords_data();
    void quietWords();
    void problemsAreShown();
    void wakesAtTheNextMinute();
    void rowsChangeExactly();
};

void DisplayTest::sizesComeFromTheSeat_data() {
    QTest::addColumn<double>("width");
    QTest::addColumn<double>("height");
    QTest::addColumn<double>("seat");
    QTest::addColumn<int>("lines");
    QTest::addColumn<bool>("stacked");
    QTest::newRow("43 inches, 5 m") << 941.0 << 529.0 << 5.0 << 4 << false;
    QTest::newRow("55 inches, 8 m") << 1210.0 << 680.0 << 8.0 << 2 << true;
    QTest::newRow("75 inches, 8 m") << 1650.0 << 928.0 << 8.0 << 4 << false;
    QTest::newRow("32 inches, 6 m") << 708.0 << 398.0 << 6.0 << 1 << true;
}

void DisplayTest::sizesComeFromTheSeat() {
    QFETCH(double, width);
    QFETCH(double, height);
    QFETCH(double, seat);
    const auto layout = display::boardLayout(width, height, seat);
    QVERIFY(layout);
    QTEST(layout->linesPerPage, "lines");
    QTEST(layout->stacked, "stacked");
    QVERIFY(layout->rowMm * display::glyphShare >= 7.3 * seat - 1e-9);
    QVERIFY(layout->currentMm * display::glyphShare >= 11.6 * seat - 1e-9);
    QVERIFY(layout->overlayMm * display::glyphShare >= 16 * seat - 1e-9);
    const double used = layout->headerMm + layout->labelsMm + layout->stripMm +
                        layout->lineMm * layout->linesPerPage;
    QVERIFY2(used <= height, qPrintable(QString::number(used)));
    QVERIFY(!display::boardLayout(width, height, 90));
    QVERIFY(!display::boardLayout(708, 398, 8)); // 32 inches: refused, not made smaller
}

void DisplayTest::linesStandInTheOrderOfTheDoors() {
    BoardStage stage;
    stage.model->show(test::morning(stage.clock));
    BoardModel& board = *stage.model;
    QCOMPARE(board.state(), BoardModel::State::Board);
    QCOMPARE(board.pages(), 2);
    QCOMPARE(board.lines()->count(), 3);
    QCOMPARE(cell(board.lines(), 0, "room"), "301");
    QCOMPARE(cell(board.lines(), 0, "number"), "C012");
    QCOMPARE(cell(board.lines(), 0, "mask"), QStringLiteral("张*三"));
    QCOMPARE(cell(board.lines(), 0, "department"), QStringLiteral("心血管内科"));
    QCOMPARE(cell(board.lines(), 0, "detailZh"), QStringLiteral("林示例 主任医师"));
    const int next = board.lines()->roleNames().key("next");
    QCOMPARE(board.lines()->data(board.lines()->index(0), next).toStringList(),
             (QStringList{"C014", "C016", "C017"}));
    QCOMPARE(cell(board.lines(), 0, "spokenName"),
             QStringLiteral("301 诊室:C012 张*三 就诊中 林示例 主任医师,请准备 C014 C016 C017. "
                            "Room 301: C012 With doctor"));
    QCOMPARE(board.missed()->count(), 3);
    QCOMPARE(cell(board.missed(), 0, "number"), "R027");
    QVERIFY(stage.asked.empty());
    QCOMPARE(board.overlay()->count(), 0);
}

void DisplayTest::sensitiveRowsShowTheNumberAlone() {
    BoardStage stage;
    auto news = test::morning(stage.clock);
    for (flows::BoardSession& session : news.hall.sessions)
        if (session.queue == "RESP-D01") session.department = session.doctor = session.title = {};
    stage.model->show(news);
    stage.call(news, "R033");
    QCOMPARE(cell(stage.model->overlay(), 0, "mask"), QString());
    QCOMPARE(stage.model->page(), 2); // the page with the call
    QCOMPARE(cell(stage.model->lines(), 0, "spokenName"),
             QStringLiteral("305 诊室:R033 请就诊. Room 305: R033 Go in now"));
    QCOMPARE(cell(stage.model->lines(), 0, "department"), QString());
}

void DisplayTest::pagesTurnAndStandStillUnderACall() {
    BoardStage stage;
    auto news = test::morning(stage.clock);
    stage.model->show(news);
    QCOMPARE(stage.model->page(), 1);
    stage.clock.pass(8000);
    stage.model->tick();
    QCOMPARE(stage.model->page(), 2);
    QCOMPARE(cell(stage.model->lines(), 0, "room"), "305");
    stage.call(news, "R033"); // on this very page
    stage.clock.pass(10'000);
    stage.model->tick();
    QCOMPARE(stage.model->page(), 2);
    stage.model->speechEnded(stage.asked[0].second);
    stage.clock.pass(8000);
    stage.model->tick();
    QCOMPARE(stage.model->page(), 1);
}

void DisplayTest::missedNumbersPage() {
    BoardStage stage;
    auto news = test::morning(stage.clock);
    for (int i = 0; i < 9; ++i)
        news.rows.push_back(test::row("C40" + std::to_string(i), "某*", "missed", "301", "CARD-D01",
                                      0, stage.clock.utcMs() - 1000 * i));
    stage.model->show(news);
    QVERIFY(stage.model->missedPages() >= 2);
    std::set<QString> seen;
    for (int turn = 0; turn < stage.model->missedPages(); ++turn) {
        for (int i = 0; i < stage.model->missed()->count(); ++i)
            seen.insert(cell(stage.model->missed(), i, "number"));
        stage.clock.pass(9000);
        stage.model->tick();
    }
    QCOMPARE(seen.size(), std::size_t{12});
}

void DisplayTest::ageOfData() {
    BoardStage stage;
    auto news = test::morning(stage.clock);
    stage.model->show(news);
    news.contact.current = false;
    stage.model->show(news);
    const auto after = [&](int ms) {
        stage.clock.pass(ms);
        stage.model->tick();
        return stage.model->age();
    };
    QCOMPARE(after(9'000), BoardModel::Age::Fresh);
    QCOMPARE(after(1'000), BoardModel::Age::Ageing);
    QCOMPARE(stage.model->ageZh(), QStringLiteral("09:30:00 更新"));
    QCOMPARE(after(51'000), BoardModel::Age::Lost);
    QCOMPARE(stage.model->ageEn(),
             "Connection lost at 09:30. Listen for your call, or ask at the desk.");
    QCOMPARE(stage.model->state(), BoardModel::State::Board);
    QCOMPARE(after(240'000), BoardModel::Age::Gone);
    QCOMPARE(stage.model->state(), BoardModel::State::Message);
    QCOMPARE(stage.model->titleEn(), "This screen cannot be updated now");
    news.contact = {true, false, true, stage.clock.utcMs(), ""};
    stage.model->show(news);
    QCOMPARE(stage.model->age(), BoardModel::Age::Fresh);
    QCOMPARE(stage.model->state(), BoardModel::State::Board);
}

void DisplayTest::oldDataAfterAStart() {
    BoardStage stage;
    auto news = test::morning(stage.clock);
    news.contact = {false, false, true, stage.clock.utcMs() - 3'600'000, ""};
    stage.model->show(news);
    QCOMPARE(stage.model->age(), BoardModel::Age::Gone);
    QCOMPARE(stage.model->state(), BoardModel::State::Message);
}

void DisplayTest::pausedAndClosedRooms() {
    BoardStage stage(941, 529, 3);
    auto news = test::morning(stage.clock);
    news.stations[0].state = "paused";
    news.stations[0].reason = "ward";
    news.stations[0].pausedUntilMs = stage.clock.utcMsOf(test::monday, 600);
    news.stations[4].state = "closed";
    stage.model->show(news);
    BoardModel& board = *stage.model;
    const int paused = rowOf(board.lines(), "room", "301");
    QCOMPARE(kindOf(board, "301"), int(BoardModel::LineKind::Paused));
    QCOMPARE(cell(board.lines(), paused, "statusZh"), QStringLiteral("暂停接诊"));
    QCOMPARE(cell(board.lines(), paused, "detailZh"), QStringLiteral("病房急诊 · 预计 10:00 恢复"));
    QCOMPARE(cell(board.lines(), paused, "detailEn"), "ward emergency · back about 10:00");
    QCOMPARE(kindOf(board, "307"), int(BoardModel::LineKind::Quiet));
    QCOMPARE(kindOf(board, "306"), int(BoardModel::LineKind::Closed));
}

void DisplayTest::quietWords_data() {
    QTest::addColumn<int>("hour");
    QTest::addColumn<QString>("title");
    QTest::newRow("before") << 7 << "Morning session opens 08:00";
    QTest::newRow("in the session") << 9 << "No one is waiting";
    QTest::newRow("between") << 12 << "Afternoon session opens 13:30";
    QTest::newRow("after") << 18 << "Today's sessions have ended";
}

void DisplayTest::quietWords() {
    BoardStage stage;
    QFETCH(int, hour);
    stage.clock.set(hour, 30);
    flows::BoardNews news;
    news.contact = {true, false, true, stage.clock.utcMs(), ""};
    news.hall = test::hall();
    stage.model->show(news);
    QCOMPARE(stage.model->state(), BoardModel::State::Message);
    QTEST(stage.model->titleEn(), "title");
}

void DisplayTest::problemsAreShown() {
    BoardStage stage;
    QCOMPARE(stage.model->titleEn(), "Getting ready");
    flows::BoardNews news;
    news.contact.waitingForTrust = true;
    stage.model->show(news);
    QVERIFY(stage.model->textEn().contains("4f09c21b7d5e88aa"));
    news.contact = {};
    news.contact.problem = "denied";
    stage.model->show(news);
    QVERIFY(stage.model->textEn().contains("denied"));
}

void DisplayTest::wakesAtTheNextMinute() {
    BoardStage stage;
    stage.clock.set(9, 30, 59);
    stage.clock.pass(990);
    stage.model->tick();
    QCOMPARE(stage.model->time(), "09:30");
    QSignalSpy turned(stage.model.get(), &BoardModel::timeChanged);
    stage.clock.pass(20);
    QTRY_COMPARE(turned.count(), 1);
    QCOMPARE(stage.model->time(), "09:31");
    QCOMPARE(stage.model->dateZh(), QStringLiteral("11月23日 星期一"));
}

void DisplayTest::rowsChangeExactly() {
    display::RowModel rows({"number"});
    QAbstractItemModelTester tester(&rows, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy changes(&rows, &QAbstractItemModel::dataChanged);
    QSignalSpy resets(&rows, &QAbstractItemModel::modelReset);
    rows.show({{"C001"}, {"C002"}});
    rows.show({{"C001"}, {"C003"}, {"C004"}});
    QCOMPARE(changes.count(), 1);
    rows.show({{"C001"}});
    QCOMPARE(rows.count(), 1);
    rows.show({});
    QCOMPARE(resets.count(), 0);
    QCOMPARE(rows.count(), 0);
}

QTEST_GUILESS_MAIN(DisplayTest)
#include "tst_display.moc"
