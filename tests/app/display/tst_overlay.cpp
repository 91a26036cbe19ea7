// SPDX-License-Identifier: Apache-2.0
// A fresh call on the board, with a clock and a voice of the test's own: shown on top, said, taken
// back.
#include "boardcells.h"
#include "boardstage.h"

#include <QTest>

using namespace menzhen;
using display::BoardModel;
using test::BoardStage;
using test::cell;
using test::kindOf;

class OverlayTest : public QObject {
    Q_OBJECT

private slots:
    void aCallChangesTheRowAtOnceAndStandsOnTop();
    void theOverlayStaysAsLongAsTheVoice();
    void aDeadVoiceDoesNotHoldTheScreen();
    void twentyCallsAreAllShownAndSaid();
    void anUndoneCallLeavesTheScreen();
    void whoseCallWasTakenBackKeepsWaiting();
    void aStationsOwnCallOutlivesOldData();
    void aRepeatIsSaidAgain();
};

void OverlayTest::aCallChangesTheRowAtOnceAndStandsOnTop() {
    BoardStage stage;
    auto news = test::morning(stage.clock);
    stage.model->show(news);
    stage.clock.pass(1000);
    stage.call(news, "C014");
    BoardModel& board = *stage.model;
    QCOMPARE(stage.asked.size(), std::size_t{1});
    QCOMPARE(stage.asked[0].first, std::string("C014"));
    QCOMPARE(board.overlay()->count(), 1);
    QCOMPARE(cell(board.overlay(), 0, "sentenceZh"), QStringLiteral("请 C014 号到 301 诊室就诊"));
    QCOMPARE(cell(board.overlay(), 0, "sentenceEn"), "Number C014, please go to room 301");
    QCOMPARE(cell(board.lines(), 0, "number"), "C014");
    QCOMPARE(kindOf(board, "301"), int(BoardModel::LineKind::JustCalled));
    QCOMPARE(cell(board.lines(), 0, "statusZh"), QStringLiteral("请就诊"));
}

void OverlayTest::theOverlayStaysAsLongAsTheVoice() {
    BoardStage stage;
    auto news = test::morning(stage.clock);
    stage.model->show(news);
    stage.call(news, "C014");
    stage.clock.pass(9000);
    stage.model->tick();
    QCOMPARE(stage.model->overlay()->count(), 1); // the voice still speaks
    stage.model->speechEnded(stage.asked[0].second);
    QCOMPARE(stage.model->overlay()->count(), 0);
    QCOMPARE(kindOf(*stage.model, "301"), int(BoardModel::LineKind::JustCalled));
    stage.clock.pass(59'000);
    stage.model->tick();
    QCOMPARE(kindOf(*stage.model, "301"), -1); // another page by now
    stage.clock.pass(2000);
    stage.model->tick();
    for (int i = 0; i < 3 && kindOf(*stage.model, "301") < 0; ++i) {
        stage.clock.pass(8001);
        stage.model->tick();
    }
    QCOMPARE(kindOf(*stage.model, "301"), int(BoardModel::LineKind::Calling));
}

void OverlayTest::aDeadVoiceDoesNotHoldTheScreen() {
    BoardStage stage;
    auto news = test::morning(stage.clock);
    stage.model->show(news);
    stage.call(news, "C014");
    stage.clock.pass(core::BoardCalls::kSpeechLimitMs + 1);
    stage.model->tick();
    QCOMPARE(stage.model->overlay()->count(), 0);
}

void OverlayTest::twentyCallsAreAllShownAndSaid() {
    BoardStage stage;
    auto news = test::morning(stage.clock);
    std::set<QString> wanted;
    for (int i = 0; i < 20; ++i) {
        const std::string number = "C3" + std::to_string(10 + i);
        news.rows.push_back(test::row(number, "某*", "waiting", "304", "CARD-D04", 0));
        wanted.insert(QString::fromStdString(number));
    }
    stage.model->show(news);
    for (const QString& number : wanted) {
        stage.clock.pass(500);
        stage.call(news, number.toStdString());
    }
    QCOMPARE(stage.asked.size(), std::size_t{20});
    std::set<QString> seen;
    std::size_t said = 0;
    for (int second = 0; second < 400 && seen != wanted; ++second) {
        for (int i = 0; i < stage.model->overlay()->count(); ++i)
            seen.insert(cell(stage.model->overlay(), i, "number"));
        if (second % 4 == 3 && said < 20) stage.model->speechEnded(stage.asked[said++].second);
        stage.clock.pass(1000);
        stage.model->tick();
    }
    QCOMPARE(seen, wanted);
}

void OverlayTest::anUndoneCallLeavesTheScreen() {
    BoardStage stage;
    auto news = test::morning(stage.clock);
    stage.model->show(news);
    stage.call(news, "C014");
    news.rows[1].state = core::EntryState::Staged;
    stage.model->show(news);
    QCOMPARE(stage.model->overlay()->count(), 0);
    QCOMPARE(cell(stage.model->lines(), 0, "number"), "C012");
    QCOMPARE(kindOf(*stage.model, "301"), int(BoardModel::LineKind::Calling));
}

void OverlayTest::whoseCallWasTakenBackKeepsWaiting() {
    BoardStage stage;
    auto news = test::morning(stage.clock);
    stage.model->show(news);
    QVERIFY(stage.model->keepZh().isEmpty());
    stage.call(news, "C014");
    news.rows[1].state = core::EntryState::Waiting; // undone, or the registry's own was replaced
    stage.model->show(news);
    QCOMPARE(stage.model->keepZh(), QStringLiteral("C014 请继续候诊"));
    QCOMPARE(stage.model->keepEn(), QStringLiteral("C014 please keep waiting"));
    stage.model->show(news);
    QVERIFY(!stage.model->keepZh().isEmpty());
    stage.clock.pass(BoardModel::kKeepWaitingMs + 1);
    stage.model->tick();
    QVERIFY(stage.model->keepZh().isEmpty());
    // Who is called in earnest meanwhile is told nothing else.
    stage.call(news, "C014");
    news.rows[1].state = core::EntryState::Staged;
    stage.model->show(news);
    stage.call(news, "C014");
    QVERIFY(stage.model->keepZh().isEmpty());
    // A missed call is no call that was taken back.
    news.rows[1].state = core::EntryState::Missed;
    stage.model->show(news);
    QVERIFY(stage.model->keepZh().isEmpty());
}

void OverlayTest::aStationsOwnCallOutlivesOldData() { // architecture.md 3: no silenced waiting room
    BoardStage stage;
    auto news = test::morning(stage.clock);
    news.contact.current = false;
    stage.model->show(news);
    stage.clock.pass(400'000);
    stage.model->tick();
    QCOMPARE(stage.model->state(), BoardModel::State::Message);
    for (core::BoardRow& row : news.rows)
        if (row.number == "C014") row.heardUtcMs = stage.clock.utcMs();
    stage.call(news, "C014");
    QCOMPARE(stage.model->age(), BoardModel::Age::Gone);
    QCOMPARE(stage.model->state(), BoardModel::State::Board);
    display::RowModel* lines = stage.model->lines();
    QCOMPARE(lines->count(), 1); // and nothing of what the registry said
    QCOMPARE(cell(lines, 0, "number"), QStringLiteral("C014"));
    QCOMPARE(cell(lines, 0, "grey"), QStringLiteral("false"));
    const int next = lines->roleNames().key("next");
    QVERIFY(lines->data(lines->index(0), next).toStringList().isEmpty());
    stage.clock.pass(core::kToldMs);
    stage.model->tick();
    QCOMPARE(stage.model->state(), BoardModel::State::Message);
}

void OverlayTest::aRepeatIsSaidAgain() {
    BoardStage stage;
    auto news = test::morning(stage.clock);
    stage.model->show(news);
    stage.call(news, "C014");
    news.fresh = {news.rows[1]};
    stage.model->show(news); // the same call once more: the store still calls it new
    QCOMPARE(stage.asked.size(), std::size_t{1});
    stage.model->speechEnded(stage.asked[0].second);
    stage.clock.pass(20'000);
    stage.call(news, "C014");
    QCOMPARE(stage.asked.size(), std::size_t{2});
    QVERIFY(stage.asked[0].second != stage.asked[1].second);
}

QTEST_GUILESS_MAIN(OverlayTest)
#include "tst_overlay.moc"
