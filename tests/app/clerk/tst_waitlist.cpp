// SPDX-License-Identifier: Apache-2.0
// Places that come back go to whoever waits, and the release of a contested session is drawn.
#include "app/clerk/lottery.h"
#include "app/core/draw.h"
#include "tests/app/clerk/bookinghall.h"

using namespace menzhen;
using namespace menzhen::test;
using nlohmann::json;

namespace {

constexpr int day14 = 20261207; ///< a Monday, two weeks after

struct List : BookingHall {
    explicit List(int days = 2) : BookingHall(days) {
        // Most of these wait for a place of the day itself.
        allow([](core::BookingPolicy& policy) {
            policy.waitlistClosesMinute = core::waitlistNeverCloses;
        });
    }

    core::Result<json> join(int n, json body = {}) {
        if (body.is_null()) body = json::object();
        if (!body.contains("session") && !body.contains("department"))
            body["session"] = "CARD-D01-AM";
        if (!body.contains("day")) body["day"] = monday;
        body["holder"] = "phone" + std::to_string(n);
        body["person"] = {{"name", "王测试"}, {"id_number", demoIdNumber(n)}};
        return clinic->act([&](clerk::Clerk& c) { return clerk::joinWaitlist(c, body); });
    }

    json state(const json& joined, const std::string& holder = {}) {
        const auto shown = clinic->act(
            [&](clerk::Clerk& c) { return clerk::waitlistState(c, joined["waitlist"], holder); });
        return shown ? *shown : json{{"state", shown.error().code}};
    }
};

TEST(Waitlist, ACancelledPlaceIsOfferedToTheFirstAndPassedOn) {
    List hall;
    const std::string booking = hall.book({{"band", 660}}, demoIdNumber(1));
    ASSERT_EQ(booking.size(), 16U) << booking;
    EXPECT_EQ(codeOf(hall.join(2)), "slots-free");
    EXPECT_GT(hall.sellOut("CARD-D01-AM", "PHONE"), 0);
    const auto full = hall.hold({});
    core::Error error = full.error();
    EXPECT_EQ(core::takeNotes(error).front().name, "waitlist");
    const auto first = hall.join(2);
    ASSERT_TRUE(first) << first.error().code;
    EXPECT_EQ((*first)["place"], 1);
    const auto second = hall.join(3);
    EXPECT_EQ((*second)["place"], 2);
    EXPECT_EQ(hall.state(*second)["ahead"], 1);
    EXPECT_EQ(codeOf(hall.join(2)), "same-department-day");
    EXPECT_EQ(codeOf(hall.join(1)), "same-department-day") << "is registered there";
    EXPECT_EQ(codeOf(hall.join(2, {{"department", "CARD"}})), "same-department-day");
    // The lobby's index of a person takes 40 ms to make, and nobody there looks for who waits.
    EXPECT_EQ(hall.text("SELECT count(*) FROM waitlist WHERE idhash <> ''"), "0");
    EXPECT_EQ(codeOf(hall.join(4, {{"session", "NOBODY"}})), "unknown-session");
    EXPECT_EQ(codeOf(hall.join(4, {{"department", "NOPE"}})), "unknown-department");
    // The sold-out pool's holds are others'; they are let run on by confirming nothing: one place
    // comes back by cancelling.
    ASSERT_EQ(hall.cancel(booking), "done");
    json offer = hall.state(*first, "phone2");
    ASSERT_EQ(offer["state"], "offered");
    EXPECT_EQ(offer["hold"]["band"], 660);
    EXPECT_EQ(offer["hold"]["expires_at"], hall.clinic->clock.utcMs() + 60 * 60'000);
    EXPECT_EQ(hall.state(*first, "phone9")["state"], "unknown-waitlist") << "another's";
    EXPECT_EQ(codeOf(hall.hold({{"band", 660}})), "no-free-slot");
    // He lets it run out: the next one has it, and he has had his turn.
    hall.clinic->clock.nowMs += 61 * 60'000;
    hall.sweep();
    EXPECT_EQ(hall.state(*first)["state"], "passed");
    offer = hall.state(*second, "phone3");
    ASSERT_EQ(offer["state"], "offered");
    const auto made = hall.clinic->act([&](clerk::Clerk& c) {
        return c.book({{"hold", offer["hold"]["hold"]},
                       {"person", {{"name", "王测试"}, {"id_number", demoIdNumber(3)}}}});
    });
    ASSERT_TRUE(made) << made.error().code;
    EXPECT_EQ(hall.state(*second)["state"], "served");
}

TEST(Waitlist, AnOfferEndsWithItsBandAndRestsWhenNobodyIsLeft) {
    List hall;
    const std::string booking = hall.book({{"band", 510}}, demoIdNumber(1));
    hall.clinic->clock.set(monday, 471);
    EXPECT_GT(hall.sellOut("CARD-D01-AM", "PHONE"), 0);
    const auto joined = hall.join(2);
    ASSERT_TRUE(joined) << joined.error().code;
    ASSERT_EQ(hall.cancel(booking), "done");
    const json offer = hall.state(*joined);
    ASSERT_EQ(offer["state"], "offered");
    EXPECT_EQ(offer["hold"]["expires_at"], hall.clinic->clock.utcMsOf(monday, 510));
    hall.clinic->must(
        [&](clerk::Clerk& c) { return clerk::leaveWaitlist(c, (*joined)["waitlist"], "phone2"); });
    EXPECT_EQ(hall.state(*joined)["state"], "passed");
    EXPECT_EQ(codeOf(hall.hold({{"band", 510}})), "no-free-slot") << "it rests first";
    EXPECT_EQ(hall.text("SELECT count(*) FROM slot WHERE day = 20261123 AND session = "
                        "'CARD-D01-AM' AND state = 'free' AND channel = 'PHONE' AND band = 510 AND "
                        "release_at > " +
                        std::to_string(hall.clinic->clock.utcMs())),
              "1");
}

TEST(Waitlist, LeavingAndHospitalsWithoutOne) {
    List hall;
    EXPECT_GT(hall.sellOut("CARD-D01-AM", "PHONE"), 0);
    const auto joined = hall.join(2);
    ASSERT_TRUE(joined);
    const auto leave = [&](const char* holder) {
        return codeOf(hall.clinic->act([&](clerk::Clerk& c) {
            return clerk::leaveWaitlist(c, (*joined)["waitlist"], holder);
        }));
    };
    EXPECT_EQ(leave("phone9"), "unknown-waitlist");
    EXPECT_EQ(leave("phone2"), "done");
    EXPECT_EQ(leave("phone2"), "unknown-waitlist");
    EXPECT_EQ(codeOf(hall.join(2)), "done") << "and may come back, at the end";
    hall.allow([](core::BookingPolicy& policy) { policy.waitlistEnabled = false; });
    EXPECT_EQ(codeOf(hall.join(3)), "waitlist-closed");
}

TEST(Waitlist, ClosesTheEveningBeforeWhereTheHospitalSaysSo) {
    constexpr int tuesday = 20261124, evening = 23 * 60;
    List hall;
    hall.allow([](core::BookingPolicy& policy) { policy.waitlistClosesMinute = evening; });
    EXPECT_GT(hall.sellOut("CARD-D01-AM", "PHONE"), 0);
    EXPECT_EQ(codeOf(hall.join(1)), "waitlist-closed") << "today's has closed";
    core::Error today = hall.hold({}).error();
    EXPECT_TRUE(core::takeNotes(today).empty()) << "nobody is told to wait";
    const json wish{{"day", tuesday}, {"session", "CARD-D04-AM"}};
    hall.clinic->clock.set(monday, evening - 1);
    EXPECT_GT(hall.sellOut("CARD-D04-AM", "PHONE", tuesday), 0);
    EXPECT_EQ(codeOf(hall.join(2, wish)), "done");
    core::Error tomorrow = hall.hold(wish).error();
    ASSERT_FALSE(core::takeNotes(tomorrow).empty());
    hall.clinic->clock.set(monday, evening);
    EXPECT_EQ(codeOf(hall.join(3, wish)), "waitlist-closed");
}

/// The doctor's last morning before, a Saturday, sold out in the first minute of its release; the
/// Monday's is about to be released.
struct Release : List {
    Release() : List(15) {
        clinic->clock.set(monday, 419);
        // What happened two days before, at its own release.
        clinic->must([](clerk::Clerk& c) -> core::Result<json> {
            store::Query(c.log().database(),
                         "UPDATE session SET sold_out_at = ? WHERE day = 20261205 AND id = "
                         "'CARD-D01-AM'")
                .bind(c.log().clock().utcMsOf(20261121, 420) + 30'000)
                .run();
            return json();
        });
        clinic->clock.set(monday, 420);
    }

    core::Result<json> ask(int n, const char* session = "CARD-D01-AM") {
        return hold(
            {{"day", day14}, {"session", session}, {"holder", "phone" + std::to_string(n)}});
    }

    json draw(const json& entered) {
        return clinic->must(
            [&](clerk::Clerk& c) { return clerk::drawState(c, entered["draw"], ""); });
    }
};

TEST(Lottery, TheFirstMinuteOfAContestedReleaseIsDrawnAndCanBeDrawnAgain) {
    Release hall;
    std::map<std::string, json> entered; // by draw
    for (int n = 1; n <= 20; ++n) {
        const auto answer = hall.ask(n);
        ASSERT_TRUE(answer) << answer.error().code;
        ASSERT_EQ((*answer)["code"], "drawing");
        EXPECT_EQ(clerk::statusOf(*answer), 202);
        EXPECT_EQ((*answer)["drawn_at"], hall.clinic->clock.utcMsOf(monday, 421));
        entered[(*answer)["draw"]] = *answer;
    }
    EXPECT_EQ(entered.size(), 20U);
    EXPECT_EQ(entered.count((*hall.ask(1))["draw"]), 1U) << "once a phone";
    EXPECT_EQ(codeOf(hall.ask(1, "CARD-D03-AM")), "done") << "that one is not contested";
    EXPECT_EQ(codeOf(hall.hold({{"day", day14}, {"channel", "KIOSK"}})), "done")
        << "nor are kiosks";
    hall.clinic->clock.nowMs += 59'999;
    hall.sweep();
    EXPECT_EQ(hall.draw(entered.begin()->second)["state"], "waiting");
    hall.clinic->clock.nowMs += 1;
    hall.sweep();
    std::map<int, std::string> winners;
    int lost = 0;
    for (const auto& [id, answer] : entered) {
        const json state = hall.draw(answer);
        if (state["state"] == "won")
            winners[state["rank"]] = id;
        else
            ++lost;
        if (state["state"] == "lost") {
            EXPECT_EQ(state["code"], "drawn-out");
            EXPECT_EQ(state["waitlist"], true);
        }
    }
    EXPECT_EQ(winners.size(), 6U) << "the phones' places";
    EXPECT_EQ(lost, 14);
    // Anybody with the log draws the same.
    const auto seed = core::seedFrom(hall.text("SELECT seed FROM draw"));
    ASSERT_TRUE(seed);
    std::vector<std::string> ids;
    for (const auto& [id, answer] : entered)
        ids.push_back(id);
    const auto again = core::drawOrder(ids, *seed);
    for (const auto& [rank, id] : winners)
        EXPECT_EQ(again[static_cast<std::size_t>(rank) - 1], id);
    // The minute is over: what is left is first come.
    EXPECT_EQ(codeOf(hall.ask(30)), "no-free-slot");
    const json won = hall.draw(entered[winners[1]]);
    EXPECT_EQ(codeOf(hall.confirm(won["hold"], demoIdNumber(1))), "done");
}

TEST(Lottery, AWaitingListMakesTheNextReleaseContested) {
    List hall(15);
    const auto contested = [&] {
        return hall.clinic
            ->must([](clerk::Clerk& c) -> core::Result<json> {
                const auto session = store::find(c.log().database(), "HA", "session",
                                                 {std::int64_t{day14}, "CARD-D01-AM"});
                return json(clerk::isContested(c.log().database(), "HA", c.log().clock(),
                                               ops::policyOf(c.log().database(), "HA"), *session));
            })
            .get<bool>();
    };
    EXPECT_FALSE(contested());
    EXPECT_GT(hall.sellOut("CARD-D01-AM", "PHONE", 20261205), 0);
    EXPECT_FALSE(contested()) << "sold out, but days after its release";
    ASSERT_EQ(codeOf(hall.join(1, {{"day", 20261205}})), "done");
    EXPECT_TRUE(contested());
}

TEST(Lottery, TheLastPlaceSoldIsRemembered) {
    List hall;
    EXPECT_EQ(hall.text("SELECT sold_out_at FROM session WHERE day = 20261123 AND id = "
                        "'CARD-D01-AM'"),
              "0");
    EXPECT_GT(hall.sellOut("CARD-D01-AM", "PHONE"), 0);
    EXPECT_EQ(hall.text("SELECT sold_out_at FROM session WHERE day = 20261123 AND id = "
                        "'CARD-D01-AM'"),
              std::to_string(hall.clinic->clock.utcMs()));
}

} // namespace
