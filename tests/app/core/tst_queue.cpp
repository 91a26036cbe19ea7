// SPDX-License-Identifier: Apache-2.0
// The queue as a value: moves of one entry, rows in and out.
#include "tests/app/core/queuesample.h"

#include <algorithm>

namespace menzhen::core {
namespace {

using namespace sample;

TEST(QueueValues, TextsGoThereAndBack) {
    for (const char* text : {"booked", "walkin", "extra"})
        EXPECT_EQ(toText(entryKindFrom(text).value()), text);
    for (const char* text : {"E", "P", "N", "R", "M", "T"})
        EXPECT_EQ(toText(laneFrom(text).value()), text);
    for (const char* text :
         {"expected", "waiting", "staged", "called", "finished", "missed", "noshow", "onleave"})
        EXPECT_EQ(toText(entryStateFrom(text).value()), text);
    for (const char* text : {"E:clinical", "P:interleave", "R:interleave", "M:interleave",
                             "N:on-turn", "N:late", "N:early-doctor-idle", "T:tail", "empty"})
        EXPECT_EQ(toText(callReasonFrom(text).value()), text);
    EXPECT_FALSE(laneFrom("n"));
    EXPECT_FALSE(entryKindFrom(""));
    EXPECT_FALSE(entryStateFrom("Waiting"));
    EXPECT_FALSE(callReasonFrom("N"));
}

/// A queue of one person called "x" in the given state.
Queue queueIn(EntryState state) {
    Queue queue;
    StagedLists staged;
    if (state == EntryState::Staged) staged["A"] = {{"x", CallReason::OnTurn}};
    return *Queue::load({}, {{.id = "x", .band = 480, .state = state, .seq = 1}}, {.lastSeq = 1},
                        staged);
}

TEST(Queue, RefusesEveryOtherMoveAndChangesNothing) {
    using S = EntryState;
    const std::set<S> checkIn{S::Expected, S::Missed, S::Onleave};
    const std::set<S> leave{S::Waiting, S::Called};
    const std::set<S> served{S::Called};
    for (int i = 0; i < 8; ++i) {
        const auto state = static_cast<S>(i);
        const std::string name(toText(state));
        const auto expectCode = [&](const std::set<S>& accepted, auto act) {
            Queue queue = queueIn(state);
            const auto done = act(queue);
            EXPECT_EQ(codeOf(done), accepted.contains(state) ? "ok" : name);
            if (done) return;
            EXPECT_EQ(done.error().kind, ErrorKind::Refused);
            EXPECT_EQ(queue.entries(), queueIn(state).entries());
            EXPECT_EQ(queue.state(), queueIn(state).state());
        };
        expectCode(checkIn, [](Queue& q) { return q.checkIn("x", 480); });
        expectCode(served, [](Queue& q) { return q.miss("x"); });
        expectCode(served, [](Queue& q) { return q.finish("x"); });
        expectCode(leave, [](Queue& q) { return q.onLeave("x", "B"); });
    }
}

TEST(Queue, NamesWhoIsNotHereOrHereAlready) {
    Queue queue;
    add(queue, "a");
    EXPECT_EQ(codeOf(queue.registerEntry({.id = "a", .band = 600})), "id-taken");
    EXPECT_EQ(queue.find("a")->band, 480);
    EXPECT_EQ(codeOf(queue.checkIn("b", 480)), "unknown-entry");
    EXPECT_EQ(codeOf(queue.miss("b")), "unknown-entry");
    EXPECT_EQ(codeOf(queue.finish("b")), "unknown-entry");
    EXPECT_EQ(codeOf(queue.onLeave("b", {})), "unknown-entry");
    EXPECT_EQ(queue.miss("b").error().kind, ErrorKind::Data);
}

TEST(Queue, MissGoesOnToNoshowPastTheLimit) {
    Queue queue({.maxMisses = 1});
    arrive(queue, "a");
    call(queue);
    EXPECT_EQ(queue.miss("a")->state, EntryState::Missed);
    ASSERT_TRUE(queue.checkIn("a", 481));
    call(queue, 481);
    EXPECT_EQ(queue.miss("a")->state, EntryState::Noshow);
    EXPECT_EQ(queue.find("a")->misses, 2);
}

TEST(Queue, LeaveSetsOrClearsThePin) {
    Queue queue;
    arrive(queue, "a", Lane::N, 480, 1, 0, "C");
    ASSERT_TRUE(queue.onLeave("a", "B"));
    EXPECT_EQ(queue.find("a")->pin, "B");
    ASSERT_TRUE(queue.checkIn("a", 490));
    EXPECT_EQ(call(queue, 490, "A"), "- empty");
    EXPECT_EQ(call(queue, 490, "B"), "a R:interleave");
    ASSERT_TRUE(queue.onLeave("a", std::nullopt));
    EXPECT_EQ(queue.find("a")->pin, std::nullopt);
}

TEST(Queue, ClearPinsFreesEverybodyBoundToAStation) {
    Queue queue;
    arrive(queue, "waits", Lane::N, 480, 1, 0, "B");
    arrive(queue, "other", Lane::N, 480, 2, 0, "C");
    add(queue, "expected", Lane::N, 480, 3, 0, "B");
    const Changes changes = queue.clearPins("B");
    EXPECT_EQ(changes.entries, (std::set<std::string>{"expected", "waits"}));
    EXPECT_TRUE(changes.state) << "a later undo has to know";
    EXPECT_EQ(call(queue, 480, "A"), "waits N:on-turn");
    EXPECT_EQ(call(queue, 480, "A"), "- empty");
    EXPECT_EQ(queue.find("other")->pin, "C");
}

TEST(Queue, ComesBackFromItsRowsInAnyOrder) {
    Queue queue({.stage = 2});
    for (int i = 0; i < 6; ++i)
        arrive(queue, std::string("n").append(std::to_string(i)), Lane::N, 480, i);
    arrive(queue, "r", Lane::R);
    call(queue);
    std::vector<QueueEntry> rows;
    for (const auto& [id, entry] : queue.entries())
        rows.insert(rows.begin(), entry);
    auto loaded = Queue::load(queue.parameters(), rows, queue.state(), queue.staged());
    ASSERT_TRUE(loaded);
    for (int i = 0; i < 7; ++i)
        EXPECT_EQ(call(*loaded), call(queue));
    EXPECT_EQ(loaded->entries(), queue.entries());
    EXPECT_EQ(loaded->state(), queue.state());
    EXPECT_EQ(loaded->staged(), queue.staged());
}

TEST(Queue, RefusesRowsThatContradictEachOther) {
    const QueueEntry staged{.id = "s", .state = EntryState::Staged};
    const QueueEntry waits{.id = "w", .state = EntryState::Waiting, .seq = 1};
    const QueueState one{.lastSeq = 1};
    const auto code = [](auto... rows) { return codeOf(Queue::load({}, rows...)); };
    using Rows = std::vector<QueueEntry>;
    EXPECT_EQ(code(Rows{staged, waits}, one, StagedLists{{"A", {{"s"}}}, {"B", {}}}), "ok");
    EXPECT_EQ(code(Rows{waits, waits}, one, StagedLists{}), "bad-queue");
    EXPECT_EQ(code(Rows{waits}, QueueState{}, StagedLists{}), "bad-queue");
    EXPECT_EQ(code(Rows{staged}, one, StagedLists{}), "bad-queue");
    EXPECT_EQ(code(Rows{waits}, one, StagedLists{{"A", {{"w"}}}}), "bad-queue");
    EXPECT_EQ(code(Rows{}, one, StagedLists{{"A", {{"x"}}}}), "bad-queue");
    EXPECT_EQ(code(Rows{staged}, one, StagedLists{{"A", {{"s"}}}, {"B", {{"s"}}}}), "bad-queue");
}

TEST(Queue, NewParametersOrderWhoWaitsAnew) {
    Queue queue;
    arrive(queue, "second", Lane::N, 480, 2);
    arrive(queue, "first", Lane::N, 480, 1);
    QueueParameters parameters = queue.parameters();
    parameters.withinBand = WithinBand::Checkin;
    queue.configure(parameters);
    EXPECT_EQ(call(queue), "second N:on-turn");
}

TEST(Queue, StopsGrowing) {
    Queue queue;
    for (std::size_t i = 0; i < maxQueueEntries; ++i)
        ASSERT_TRUE(queue.registerEntry({.id = std::to_string(i)}));
    EXPECT_EQ(codeOf(queue.registerEntry({.id = "more"})), "queue-full");
}

} // namespace
} // namespace menzhen::core
