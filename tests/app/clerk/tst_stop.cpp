// SPDX-License-Identifier: Apache-2.0
// A doctor does not come (queue rules, 6): his patients go over, or his bookings are cancelled. And
// one patient more than planned.
#include "app/ops/sessionstop.h"
#include "tests/app/clerk/stationmorning.h"

using namespace menzhen;
using nlohmann::json;
using test::monday;
using test::Morning;

namespace {

/// CARD-D03 and CARD-D04 are of one title; CARD-D01 is of another; D05 to D07 are one pool.
struct Hall : Morning {
    Hall() : Morning(0) {
        clinic->must([](clerk::Clerk& c) -> core::Result<json> {
            for (const auto& [id, roles] : {std::pair("m1", "manager"), std::pair("d1", "doctor"),
                                            std::pair("c1", "cashier")}) {
                const json row{{"id", id}, {"name", id}, {"roles", roles}, {"state", "active"}};
                const auto done = c.log().author(
                    {"record.defined", 0, {{"table", "staff"}, {"row", row}}, {}, {}});
                if (!done) return tl::unexpected(done.error());
            }
            return json();
        });
    }

    core::Result<json> stop(const std::string& session, const std::string& to,
                            const std::string& by = "m1") {
        json body{{"day", monday}, {"reason", "ill"}, {"by", by}};
        if (!to.empty()) body["to"] = to;
        return clinic->act([&](clerk::Clerk& c) { return c.stopSession(session, body); });
    }

    core::Result<json> extra(const std::string& session, const std::string& by = "d1") {
        return clinic->act([&](clerk::Clerk& c) {
            return c.addExtra(session, {{"day", monday}, {"by", by}});
        });
    }

    json book(const std::string& session, const std::string& hold = {}) {
        return clinic->must([&](clerk::Clerk& c) -> core::Result<json> {
            std::string held = hold;
            if (held.empty()) {
                const auto got =
                    c.hold({{"day", monday}, {"session", session}, {"holder", "p" + session}});
                if (!got) return got;
                held = (*got)["hold"];
            }
            return c.book(
                {{"hold", held},
                 {"person", {{"name", "王测试"}, {"id_number", test::demoIdNumber(++people_)}}}});
        });
    }

    /// Somebody whose ticket a kiosk prints for the session's queue, present.
    std::string patient(const std::string& session, const std::string& queue) {
        char id[17];
        std::snprintf(id, sizeof id, "%016x", ++tickets_);
        EXPECT_EQ(send("ticket.issued", {{"ticket", id},
                                         {"kind", "extra"},
                                         {"session", session},
                                         {"queue", queue},
                                         {"half", "AM"},
                                         {"number", "X" + std::to_string(tickets_)},
                                         {"band", 480},
                                         {"slot", tickets_},
                                         {"zone", "3A"},
                                         {"short_code", "7G0MX2A4"}}),
                  "applied");
        EXPECT_EQ(send("entry.checked_in", {{"entry", id}}), "applied");
        return id;
    }

    std::string where(const std::string& entry) {
        return text("SELECT queue || ' ' || band || ' ' || state FROM entry WHERE id = '" + entry +
                    "'");
    }

    std::string slots(const std::string& session) {
        return text("SELECT group_concat(state || count) FROM (SELECT state, count(*) AS count "
                    "FROM slot WHERE day = 20261123 AND session = '" +
                    session + "' GROUP BY state ORDER BY state)");
    }

private:
    int tickets_ = 0;
    int people_ = 0;
};

std::string codeOf(const core::Result<json>& answer) {
    return answer ? "done" : answer.error().code;
}

TEST(ClerkStop, AnotherDoctorOfTheTitleTakesEverybodyOver) {
    Hall hall;
    const std::string waiting = hall.patient("CARD-D03-AM", "CARD-D03");
    const std::string away = hall.patient("CARD-D03-AM", "CARD-D03");
    EXPECT_EQ(hall.send("entry.left_for_tests", {{"entry", away}, {"pin", "S3"}}), "applied");
    const json booking = hall.book("CARD-D03-AM");
    EXPECT_EQ(codeOf(hall.stop("CARD-D03-AM", "CARD-D04-AM", "d1")), "not-allowed");
    EXPECT_EQ(codeOf(hall.stop("CARD-D03-AM", "CARD-D01-AM")), "other-title");
    EXPECT_EQ(codeOf(hall.stop("CARD-D03-AM", "CARD-D04-PM")), "unknown-stand-in");
    EXPECT_EQ(codeOf(hall.stop("CARD-D03-AM", "CARD-D03-AM")), "unknown-stand-in");
    EXPECT_EQ(codeOf(hall.stop("NOBODY-AM", "CARD-D04-AM")), "unknown-session");
    const auto stopped = hall.stop("CARD-D03-AM", "CARD-D04-AM");
    ASSERT_TRUE(stopped) << stopped.error().code;
    EXPECT_EQ((*stopped)["moved"], 2);
    EXPECT_EQ((*stopped)["booked"], 1);
    EXPECT_EQ((*stopped)["cancelled"], 0);
    EXPECT_EQ(hall.where(waiting), "CARD-D04 480 waiting");
    EXPECT_EQ(hall.where(away), "CARD-D04 480 onleave");
    EXPECT_EQ(hall.text("SELECT pin FROM entry WHERE id = '" + away + "'"), "")
        << "the room that wanted to see the results is not there";
    EXPECT_EQ(hall.slots("CARD-D03-AM"), "blocked23,sold1");
    EXPECT_EQ(hall.text("SELECT group_concat(kind) FROM deviation"), "stopped,stopped");
    EXPECT_EQ(hall.text("SELECT state FROM booking WHERE id = '" +
                        booking["id"].get<std::string>() + "'"),
              "booked");
    EXPECT_EQ(codeOf(hall.stop("CARD-D03-AM", "CARD-D04-AM")), "session-closed");
    const auto hold = hall.clinic->act([&](clerk::Clerk& c) {
        return c.hold({{"day", monday}, {"session", "CARD-D03-AM"}});
    });
    EXPECT_EQ(codeOf(hold), "session-stopped");
}

TEST(ClerkStop, APaperThatWasPrintedMeanwhileGoesOverToo) {
    Hall hall;
    ASSERT_TRUE(hall.stop("CARD-D03-AM", "CARD-D04-AM"));
    const std::string late = hall.patient("CARD-D03-AM", "CARD-D03");
    EXPECT_EQ(hall.where(late), "CARD-D04 480 waiting");
    // Whoever stands in may be stopped too; there is no third of the title.
    EXPECT_EQ(codeOf(hall.stop("CARD-D04-AM", "CARD-D03-AM")), "unknown-stand-in");
    EXPECT_EQ(codeOf(hall.stop("CARD-D04-AM", "")), "patients-wait");
}

TEST(ClerkStop, NobodyWithATicketIsLeftAlone) {
    Hall hall;
    const std::string waiting = hall.patient("CARD-D03-AM", "CARD-D03");
    const json booking = hall.book("CARD-D03-AM");
    const auto refused = hall.stop("CARD-D03-AM", "");
    EXPECT_EQ(codeOf(refused), "patients-wait");
    EXPECT_EQ(hall.slots("CARD-D03-AM"), "free23,sold1") << "a refusal changes nothing";
    EXPECT_EQ(
        hall.send("entry.transferred",
                  {{"entry", waiting}, {"to", "CARD-D04"}, {"to_half", "AM"}, {"why", "hospital"}}),
        "applied");
    const auto stopped = hall.stop("CARD-D03-AM", "");
    ASSERT_TRUE(stopped) << stopped.error().code;
    EXPECT_EQ((*stopped)["cancelled"], 1);
    EXPECT_EQ(hall.text("SELECT state FROM booking WHERE id = '" +
                        booking["id"].get<std::string>() + "'"),
              "cancelled");
    EXPECT_EQ(hall.slots("CARD-D03-AM"), "blocked24,retired1") << "nothing is sold again";
}

TEST(ClerkStop, APoolGoesOnWithoutOneOfItsDoctors) {
    Hall hall;
    const std::string waiting = hall.patient("CARD-D05-AM", "CARD");
    const auto stopped = hall.stop("CARD-D05-AM", "");
    ASSERT_TRUE(stopped) << stopped.error().code;
    EXPECT_EQ(hall.where(waiting), "CARD 480 waiting");
    EXPECT_EQ(hall.where(hall.patient("CARD-D05-AM", "CARD")), "CARD 480 waiting");
}

TEST(ClerkStop, ANewWeekForgetsTheStop) {
    Hall hall;
    ASSERT_TRUE(hall.stop("CARD-D03-AM", "CARD-D04-AM"));
    hall.clinic->must([](clerk::Clerk& c) -> core::Result<json> {
        while (c.openDays()) {
        }
        return json();
    });
    EXPECT_EQ(hall.text("SELECT state || queue FROM session WHERE day = 20261130 AND id = "
                        "'CARD-D03-AM'"),
              "openCARD-D03");
    EXPECT_EQ(hall.text("SELECT count(*) FROM slot WHERE day = 20261130 AND session = "
                        "'CARD-D03-AM' AND state <> 'free'"),
              "0");
}

TEST(ClerkExtra, TheLastBandAndNoMoreThanTheSessionTakes) {
    Hall hall;
    const int most = std::stoi(hall.text("SELECT extra_max FROM session WHERE day = 20261123 AND "
                                         "id = 'CARD-D01-AM'"));
    ASSERT_GT(most, 0);
    EXPECT_EQ(codeOf(hall.extra("CARD-D01-AM", "c1")), "not-allowed");
    std::string hold;
    for (int i = 0; i < most; ++i) {
        const auto given = hall.extra("CARD-D01-AM");
        ASSERT_TRUE(given) << given.error().code;
        EXPECT_EQ((*given)["band"], 660);
        EXPECT_EQ((*given)["slot"], 19 + i);
        hold = (*given)["hold"];
    }
    EXPECT_EQ(codeOf(hall.extra("CARD-D01-AM")), "no-extra-left");
    // It is given to one patient: whoever lets it go makes room for another extra, not for a sale.
    hall.clinic->must([&](clerk::Clerk& c) { return c.releaseHold(hold); });
    EXPECT_EQ(hall.text("SELECT group_concat(state) FROM slot WHERE day = 20261123 AND session = "
                        "'CARD-D01-AM' AND slot = " +
                        std::to_string(18 + most)),
              "retired");
    const auto again = hall.extra("CARD-D01-AM");
    ASSERT_TRUE(again) << again.error().code;
    const json booking = hall.book("CARD-D01-AM", (*again)["hold"]);
    EXPECT_EQ(booking["number"], (*again)["number"]);
    hall.clinic->must([&](clerk::Clerk& c) { return c.cancelBooking(booking["id"]); });
    EXPECT_EQ(hall.text("SELECT count(*) FROM slot WHERE day = 20261123 AND session = "
                        "'CARD-D01-AM' AND extra = 0"),
              "18");
    EXPECT_EQ(codeOf(hall.extra("CARD-D01-AM")), "done");
}

} // namespace
