// SPDX-License-Identifier: Apache-2.0
#include "app/flows/board.h"

#include "db/store/database.h"
#include "db/sync/boardreplica.h"
#include "db/sync/syncstate.h"
#include "tests/support/clinic.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace {

using namespace menzhen;
using nlohmann::json;

class SaidAtOnce final : public ports::Announcer {
public:
    void announce(Call, Done done) override { done(ports::Spoken{2}); }

    void setVolume(int) override {}

    void stop() override {}
};

struct WaitingRoom {
    test::FakeClock clock;
    std::unique_ptr<store::Database> database =
        std::move(*store::Database::open(":memory:", store::StoreKind::Device));
    sync::BoardReplica replica{*database, "3A", clock};
    SaidAtOnce voice;
    flows::Board board{replica, voice, clock};
    sync::SyncState state;

    WaitingRoom() {
        clock.set(test::monday, 480);
        state.connected = state.upToDate = state.hasData = true;
        EXPECT_TRUE(replica.load({{"epoch", "ab"},
                                  {"revision", 5},
                                  {"day", test::monday},
                                  {"rows", json::array()},
                                  {"stations", json::array()}}));
        EXPECT_TRUE(board.read(state));
    }

    void call(const std::string& id, std::int64_t revision) {
        EXPECT_TRUE(replica.apply({{"epoch", "ab"},
                                   {"after", revision - 1},
                                   {"through", revision},
                                   {"revision", revision},
                                   {"day", test::monday},
                                   {"rows", json::array({{{"id", id},
                                                          {"queue", "CARD-D01"},
                                                          {"number", "C001"},
                                                          {"mask", "王*"},
                                                          {"state", "called"},
                                                          {"room", "301"},
                                                          {"place", 0},
                                                          {"called_at", clock.utcMs()},
                                                          {"calls", 1},
                                                          {"sensitive", false},
                                                          {"department_zh", "心内科"},
                                                          {"department_en", "Cardiology"}}})},
                                   {"stations", json::array()}}));
    }

    /// The calls that the screen has to say now, said.
    std::size_t sayAll() {
        const auto news = board.read(state);
        EXPECT_TRUE(news);
        for (const core::BoardRow& row : news->fresh)
            board.announce(row, row.id, [this](std::string problem) { told = std::move(problem); });
        return news->fresh.size();
    }

    void diskFull(bool full) {
        store::Query(*database, full ? "PRAGMA query_only=ON" : "PRAGMA query_only=OFF").step();
    }

    std::string told;
};

TEST(FlowBoard, ACallIsSaidOnce) {
    WaitingRoom room;
    room.call("1", 6);
    EXPECT_EQ(room.sayAll(), 1U);
    EXPECT_EQ(room.told, "");
    EXPECT_EQ(room.sayAll(), 0U);
}

// Found by seed 10624 of the simulator: what was said while the disk was full was said again when
// it had room.
TEST(FlowBoard, ACallSaidWhileTheStoreCannotBeWrittenIsNotSaidAgain) {
    WaitingRoom room;
    room.call("1", 6);
    const auto news = room.board.read(room.state);
    ASSERT_TRUE(news);
    ASSERT_EQ(news->fresh.size(), 1U);
    room.diskFull(true);
    room.board.announce(news->fresh[0], "1",
                        [&](std::string problem) { room.told = std::move(problem); });
    EXPECT_EQ(room.told, "store-read-only");
    EXPECT_EQ(room.sayAll(), 0U);
    room.diskFull(false);
    EXPECT_EQ(room.sayAll(), 0U);
    EXPECT_TRUE(room.replica.newCalls()->empty()) << "the store knows it now";
}

} // namespace
