// SPDX-License-Identifier: Apache-2.0
// Stations that were cut off come back: claims, collisions, paper (sync.md 1.9, 1.10).
#include "tests/app/clerk/stationmorning.h"

using namespace menzhen;
using nlohmann::json;
using test::Morning;

namespace {

struct CutOff : Morning {
    using Morning::Morning;

    std::string callOffline(const std::string& entry, const std::string& finish = {},
                            const std::string& text = {}) {
        json fields{{"queue", "CARD-D01"}, {"half", "AM"},   {"station", "S1"},
                    {"room", "301"},       {"entry", entry}, {"reason", "N:on-turn"},
                    {"finish", finish},    {"text", text}};
        return send("entry.called_offline", fields);
    }

    int sweep() {
        return clinic->must(
            [](clerk::Clerk& c) -> core::Result<json> { return json(c.releaseSilent()); });
    }

    void renew(const std::string& station) {
        clinic->must([&](clerk::Clerk& c) { return c.renewClaim(station); });
    }

    json paper(const std::string& ticket) {
        return {{"ticket", ticket}, {"kind", "extra"},          {"queue", "CARD-D01"},
                {"half", "AM"},     {"number", "K1-01"},        {"band", 480},
                {"issuer", "K1"},   {"incarnation", 1},         {"seq", 1},
                {"station", "S1"},  {"short_code", "7G0MX2A4"}, {"room", "301"}};
    }

    json ticket(const std::string& id) {
        return {{"ticket", id},      {"kind", "extra"},   {"queue", "CARD-D01"},
                {"half", "AM"},      {"number", "K1-01"}, {"band", 480},
                {"masked", "王*试"}, {"zone", "3A"},      {"short_code", "7G0MX2A4"}};
    }
};

TEST(StationOffline, TheListCalledWithoutTheRegistryIsPlainlyApplied) {
    CutOff morning(5);
    const std::string first = morning.call();
    EXPECT_EQ(morning.callOffline(morning.tickets[1], first), "applied");
    EXPECT_EQ(morning.callOffline(morning.tickets[2], morning.tickets[1]), "applied");
    EXPECT_EQ(morning.state(first), "finished");
    EXPECT_EQ(morning.state(morning.tickets[1]), "finished");
    EXPECT_EQ(morning.state(morning.tickets[2]), "called");
    EXPECT_EQ(morning.undo(morning.tickets[2]), "applied");
    EXPECT_EQ(morning.state(morning.tickets[1]), "called");
}

TEST(StationOffline, ASilentStationsListIsGivenBackTwoMinutesAfterItsClaim) {
    CutOff morning(6);
    morning.call();
    ASSERT_EQ(morning.state(morning.tickets[1]), "staged");
    EXPECT_EQ(morning.sweep(), 0);
    morning.clinic->clock.nowMs += 11 * 60'000;
    morning.renew("S1");
    morning.clinic->clock.nowMs += 12 * 60'000;
    EXPECT_EQ(morning.sweep(), 0) << "it was heard in between";
    morning.clinic->clock.nowMs += 1;
    EXPECT_EQ(morning.sweep(), 1);
    EXPECT_EQ(morning.state(morning.tickets[1]), "waiting");
    EXPECT_EQ(morning.sweep(), 0);
}

TEST(StationOffline, ARestartedRegistryGivesEveryStationItsTimeAnew) {
    CutOff morning(6);
    morning.call();
    morning.clinic->clock.nowMs += 60 * 60'000;
    clerk::Clerk restarted("HA", {*morning.clinic->database, morning.clinic->crypto,
                                  morning.clinic->clock, morning.clinic->chance,
                                  morning.clinic->keys, true});
    const auto sweep = [&] {
        int released = -1;
        (void)morning.clinic->database->transact([&]() -> core::Result<void> {
            if (auto begun = restarted.begin(); !begun) return begun;
            released = restarted.releaseSilent();
            restarted.end();
            return {};
        });
        return released;
    };
    EXPECT_EQ(sweep(), 0);
    morning.clinic->clock.nowMs += 12 * 60'000 + 1;
    EXPECT_EQ(sweep(), 1);
}

TEST(StationOffline, TheLowestRevisionWinsAndTheLoserIsToldOnce) {
    CutOff morning(6);
    EXPECT_EQ(morning.send("entry.finished", {{"entry", morning.call()}}), "applied");
    const std::string both = morning.tickets[1];
    morning.clinic->clock.nowMs += 13 * 60'000;
    ASSERT_EQ(morning.sweep(), 1);
    ASSERT_EQ(morning.call("S2"), both);
    const json before = morning.rows();
    EXPECT_EQ(morning.callOffline(both), "compensated:superseded");
    EXPECT_EQ(morning.rows(), before) << "no miss, no counter";
    EXPECT_EQ(morning.text("SELECT count(*) FROM op WHERE type = 'call.superseded'"), "1");
    EXPECT_EQ(morning.text("SELECT station || winner FROM superseded"), "S1S2");
    // What the loser says of the patient afterwards moves nobody.
    EXPECT_EQ(morning.send("entry.missed", {{"entry", both}}), "compensated:superseded");
    EXPECT_EQ(morning.rows(), before);
    EXPECT_EQ(morning.send("entry.finished", {{"entry", both}}), "compensated:second-encounter");
    EXPECT_EQ(morning.state(both), "called") << "at S2";
    EXPECT_NE(morning.text("SELECT finished_at FROM superseded"), "0");
    // Nor does the loser's next call see off the winner's patient.
    morning.call("S1", both);
    EXPECT_EQ(morning.state(both), "called");
}

TEST(StationOffline, AnEmergencyCallIsListedWithItsText) {
    CutOff morning(6);
    morning.call();
    EXPECT_EQ(morning.callOffline(morning.tickets[5], {}, "chest pain"), "applied");
    EXPECT_EQ(morning.text("SELECT kind || ' ' || text FROM deviation"), "emergency chest pain");
    const json chosen = morning.clinic->must([&](clerk::Clerk& c) {
        return c.callNext("CARD-D01",
                          {{"station", "S1"}, {"entry", morning.tickets[4]}, {"text", "fell"}});
    });
    EXPECT_EQ(chosen["result"], morning.tickets[4]);
    EXPECT_EQ(chosen["reason"], "chosen");
    const auto silent = morning.clinic->act([&](clerk::Clerk& c) {
        return c.callNext("CARD-D01", {{"station", "S1"}, {"entry", morning.tickets[3]}});
    });
    ASSERT_FALSE(silent);
    EXPECT_EQ(silent.error().code, "text-missing");
}

TEST(StationOffline, PaperAndItsKiosksOpsAreOneArrivalInAnyOrder) {
    const std::string id = "00000000000000aa";
    for (const bool paperFirst : {true, false}) {
        CutOff morning(2);
        morning.introduce("K1", "kiosk");
        const auto kiosk = [&] {
            EXPECT_EQ(morning.send("ticket.issued", morning.ticket(id), "K1"), "applied");
            EXPECT_EQ(morning.send("entry.checked_in", {{"entry", id}}, "K1"), "applied");
        };
        if (!paperFirst) kiosk();
        EXPECT_EQ(morning.send("ticket.accepted", morning.paper(id)), "applied") << paperFirst;
        EXPECT_EQ(morning.send("entry.finished", {{"entry", id}}), "applied");
        if (paperFirst) kiosk();
        EXPECT_EQ(morning.text("SELECT count(*) FROM entry WHERE id = '" + id + "'"), "1");
        EXPECT_EQ(morning.state(id), "finished") << paperFirst;
        EXPECT_EQ(morning.text("SELECT masked FROM entry WHERE id = '" + id + "'"), "王*试");
        EXPECT_EQ(morning.text("SELECT paper FROM entry WHERE id = '" + id + "'"), "0");
        EXPECT_EQ(morning.send("ticket.issued", morning.ticket(id), "K1"),
                  "rejected:duplicate-ticket");
    }
}

TEST(StationOffline, PaperBetweenRegistrationAndCheckInIsOneArrival) {
    const std::string id = "00000000000000aa";
    CutOff morning(2);
    morning.introduce("K1", "kiosk");
    EXPECT_EQ(morning.send("ticket.issued", morning.ticket(id), "K1"), "applied");
    EXPECT_EQ(morning.send("ticket.accepted", morning.paper(id)), "applied");
    EXPECT_EQ(morning.send("entry.checked_in", {{"entry", id}}, "K1"), "applied");
    EXPECT_EQ(morning.state(id), "called");
    EXPECT_EQ(morning.send("entry.missed", {{"entry", id}}), "applied");
    EXPECT_EQ(morning.send("entry.checked_in", {{"entry", id}}, "K1"), "applied");
    EXPECT_EQ(morning.state(id), "waiting") << "back after a miss: an arrival of its own";
}

} // namespace
