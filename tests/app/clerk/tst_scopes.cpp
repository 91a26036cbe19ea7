// SPDX-License-Identifier: Apache-2.0
// Whom a stretch of the log concerns.
#include "app/clerk/scopes.h"

#include "tests/support/clinic.h"

#include <gtest/gtest.h>

using namespace menzhen;
using nlohmann::json;

namespace {

using Scopes = std::vector<std::string>;

class ClerkScopes : public testing::Test {
protected:
    void author(const std::string& type, int day, const json& fields) {
        clinic->must([&](clerk::Clerk& c) -> clerk::Answer {
            const auto done = c.log().author({type, day, fields, {}, {}});
            if (!done) return tl::unexpected(done.error());
            return json::object();
        });
    }

    void ticket(const std::string& id, const std::string& zone) {
        author("ticket.issued", test::monday,
               {{"ticket", id},
                {"kind", "extra"},
                {"session", "CARD-D01-AM"},
                {"queue", "CARD-D01"},
                {"half", "AM"},
                {"number", "C901"},
                {"band", 480},
                {"zone", zone},
                {"short_code", "7G0MX2A4"}});
    }

    Scopes touchedSince(std::int64_t after, const Scopes& scopes = everybody) {
        return clerk::touchedScopes(*clinic->database, "HA", clinic->clock, after, clinic->rev(),
                                    scopes);
    }

    static inline const Scopes everybody{"board:2B", "board:3A", "lobby"};
    std::unique_ptr<test::Clinic> clinic = test::Clinic::demo();
};

TEST_F(ClerkScopes, ATicketConcernsItsZoneAndTheLobby) {
    const std::int64_t before = clinic->rev();
    ticket("00112233445566aa", "3A");
    EXPECT_EQ(touchedSince(before), (Scopes{"board:3A", "lobby"}));
    EXPECT_EQ(touchedSince(clinic->rev()), Scopes{});
}

TEST_F(ClerkScopes, AStationConcernsItsZone) {
    const std::int64_t before = clinic->rev();
    author("station.opened", test::monday,
           {{"station", "S1"},
            {"queue", "CARD-D01"},
            {"half", "AM"},
            {"room", "301"},
            {"zone", "2B"},
            {"staff", "u1"}});
    EXPECT_EQ(touchedSince(before), (Scopes{"board:2B", "lobby"}));
}

TEST_F(ClerkScopes, StandingDataConcernsEverybody) {
    const std::int64_t before = clinic->rev();
    author("record.defined", 0,
           {{"table", "channel"}, {"row", {{"id", "X"}, {"zh", "x"}, {"en", "x"}, {"place", 9}}}});
    EXPECT_EQ(touchedSince(before), everybody);
}

TEST_F(ClerkScopes, WhatIsNotKnownOrTooLongConcernsEverybody) {
    const std::int64_t now = clinic->rev();
    EXPECT_EQ(touchedSince(now, {"visit"}), Scopes{"visit"});
    EXPECT_EQ(touchedSince(now - clerk::maxStretchOps - 1), everybody);
    EXPECT_EQ(touchedSince(now + 1), everybody) << "another log";
}

} // namespace
