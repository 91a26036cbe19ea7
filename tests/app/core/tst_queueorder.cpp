// SPDX-License-Identifier: Apache-2.0
#include "app/core/queueorder.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace menzhen::core {
namespace {

struct OrderCase {
    const char* what;
    QueueEntry first;
    QueueEntry second;
    QueueParameters parameters = {};
};

void PrintTo(const OrderCase& tried, std::ostream* out) {
    *out << tried.what;
}

class InsideALane : public testing::TestWithParam<OrderCase> {};

TEST_P(InsideALane, TheFirstGoesFirst) {
    const auto& [what, first, second, parameters] = GetParam();
    EXPECT_LT(lanePlace(first, parameters), lanePlace(second, parameters)) << what;
}

QueueEntry of(Lane lane, int band, int slot, int seq, int level = 0) {
    return {.id = "x", .band = band, .slot = slot, .lane = lane, .level = level, .seq = seq};
}

QueueEntry kind(EntryKind kind, int slot, int seq) {
    return {.id = "x", .band = 480, .slot = slot, .kind = kind, .seq = seq};
}

QueueEntry late(int slot, int seq, EntryKind kind = EntryKind::Booked) {
    return {.id = "x", .band = 480, .slot = slot, .kind = kind, .late = true, .seq = seq};
}

const QueueParameters byCheckin{.withinBand = WithinBand::Checkin};
const QueueParameters kindsEqual{.bookedFirst = false};

INSTANTIATE_TEST_SUITE_P(
    Ordinary, InsideALane,
    testing::Values(
        OrderCase{"band first", of(Lane::N, 480, 9, 9), of(Lane::N, 510, 1, 1)},
        OrderCase{"on time before late", kind(EntryKind::Extra, 9, 9), late(1, 1)},
        OrderCase{"late by seq, not by kind", late(9, 1, EntryKind::Extra), late(1, 2)},
        OrderCase{"booked before walkin", kind(EntryKind::Booked, 9, 9),
                  kind(EntryKind::Walkin, 1, 1)},
        OrderCase{"walkin before extra", kind(EntryKind::Walkin, 9, 9),
                  kind(EntryKind::Extra, 1, 1)},
        OrderCase{"kinds equal: slot", kind(EntryKind::Extra, 1, 9), kind(EntryKind::Booked, 2, 1),
                  kindsEqual},
        OrderCase{"arrival never counts", of(Lane::N, 480, 1, 9), of(Lane::N, 480, 2, 1)},
        OrderCase{"unless asked for", of(Lane::N, 480, 2, 1), of(Lane::N, 480, 1, 9), byCheckin},
        OrderCase{"same slot: seq", of(Lane::N, 480, 1, 1), of(Lane::N, 480, 1, 2)},
        OrderCase{"level is not asked", of(Lane::N, 480, 1, 2, 5), of(Lane::N, 480, 2, 1, 0)}));

INSTANTIATE_TEST_SUITE_P(
    Others, InsideALane,
    testing::Values(OrderCase{"E: level", of(Lane::E, 510, 9, 9, 1), of(Lane::E, 480, 1, 1, 2)},
                    OrderCase{"E: negative level", of(Lane::E, 480, 1, 9, -1),
                              of(Lane::E, 480, 1, 1, 0)},
                    OrderCase{"E: then seq", of(Lane::E, 510, 9, 1, 1), of(Lane::E, 480, 1, 2, 1)},
                    OrderCase{"P: level", of(Lane::P, 510, 9, 9, 1), of(Lane::P, 480, 1, 1, 2)},
                    OrderCase{"P: then band", of(Lane::P, 480, 9, 9), of(Lane::P, 510, 1, 1)},
                    OrderCase{"P: then slot", of(Lane::P, 480, 1, 9), of(Lane::P, 480, 2, 1)},
                    OrderCase{"P: then seq", of(Lane::P, 480, 1, 1), of(Lane::P, 480, 1, 2)},
                    OrderCase{"R: seq alone", of(Lane::R, 510, 9, 1, 9), of(Lane::R, 480, 1, 2)},
                    OrderCase{"M: seq alone", of(Lane::M, 510, 9, 1, 9), of(Lane::M, 480, 1, 2)},
                    OrderCase{"T: seq alone", of(Lane::T, 510, 9, 1, 9), of(Lane::T, 480, 1, 2)}));

TEST(WaitingOrder, ShowsAStationTheUnpinnedAndItsOwn) {
    WaitingOrder order;
    const auto put = [&](const std::string& id, int slot, std::optional<std::string> pin) {
        order.insert({.id = id, .slot = slot, .pin = std::move(pin)}, {});
    };
    put("open", 2, std::nullopt);
    put("b1", 1, "B");
    put("b3", 3, "B");
    put("c1", 1, "C");
    EXPECT_EQ(*order.first(Lane::N, "A"), "open");
    EXPECT_EQ(*order.first(Lane::N, "B"), "b1");
    EXPECT_EQ(*order.first(Lane::N, "B", [](const std::string& id) { return id != "b1"; }), "open");
    EXPECT_EQ(order.seenBy(Lane::N, "A"), 1U);
    EXPECT_EQ(order.seenBy(Lane::N, "B"), 3U);
    EXPECT_FALSE(order.first(Lane::R, "A"));
    order.erase({.id = "open", .slot = 2}, {});
    EXPECT_FALSE(order.first(Lane::N, "A"));
    EXPECT_TRUE(order.anyone(Lane::N)) << "whatever their pin";
    int visited = 0;
    order.each(Lane::N, [&](const std::string&) { ++visited; });
    EXPECT_EQ(visited, 3);
}

} // namespace
} // namespace menzhen::core
