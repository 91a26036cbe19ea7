// SPDX-License-Identifier: Apache-2.0
// After a stop each patient may choose otherwise than was chosen for all (queue rules, 6), and who
// was not seen at all goes over to the next day.
#include "app/clerk/choices.h"
#include "tests/app/clerk/stationmorning.h"

using namespace menzhen;
using nlohmann::json;
using test::monday;
using test::Morning;

namespace {

constexpr int choiceDay = 20261124;

/// CARD-D03 and CARD-D04 are of one title.
struct ChoiceHall : Morning {
    explicit ChoiceHall(int patients = 0) : Morning(patients) {
        clinic->must([](clerk::Clerk& c) -> core::Result<json> {
            const json row{{"id", "m1"}, {"name", "m1"}, {"roles", "manager"}, {"state", "active"}};
            const auto done =
                c.log().author({"record.defined", 0, {{"table", "staff"}, {"row", row}}, {}, {}});
            if (!done) return tl::unexpected(done.error());
            return json();
        });
    }

    std::string book(const std::string& session, int day = monday) {
        return clinic->must([&](clerk::Clerk& c) -> core::Result<json> {
            const auto held = c.hold({{"day", day}, {"session", session}, {"holder", "p1"}});
            if (!held) return held;
            return c.book(
                {{"hold", (*held)["hold"]},
                 {"person", {{"name", "王测试"}, {"id_number", test::demoIdNumber(++people_)}}}});
        })["id"];
    }

    json stop(const std::string& session, const std::string& choice, const std::string& to = {}) {
        json body{{"day", monday}, {"choice", choice}, {"reason", "ill"}, {"by", "m1"}};
        if (!to.empty()) body["to"] = to;
        return clinic->must([&](clerk::Clerk& c) { return c.stopSession(session, body); });
    }

    core::Result<json> choose(const std::string& visit, const json& body) {
        return clinic->act([&](clerk::Clerk& c) { return clerk::chooseAfterStop(c, visit, body); });
    }

    std::string booking(const std::string& id, const char* column) {
        return text(std::string("SELECT ") + column + " FROM booking WHERE id = '" + id + "'");
    }

    std::string choices(const std::string& id) {
        std::string list;
        (void)clinic->database->read([&]() -> core::Result<void> {
            const auto rows = store::select(*clinic->database, "HA", "booking", "AND id = ?", {id});
            for (const std::string& one : clerk::choicesOf(*clinic->database, "HA", rows.front()))
                list += one + " ";
            return {};
        });
        return list;
    }

private:
    int people_ = 0;
};

std::string codeOf(const core::Result<json>& answer) {
    return answer ? "done" : answer.error().code;
}

TEST(ClerkChoice, EachPatientOfAStoppedSessionChoosesForHimself) {
    ChoiceHall hall;
    const std::string agrees = hall.book("CARD-D03-AM");
    EXPECT_EQ(hall.choices(agrees), "");
    EXPECT_EQ(codeOf(hall.choose(agrees, {{"choice", "cancel"}})), "not-stopped");
    const std::string second = hall.book("CARD-D03-AM");
    const std::string third = hall.book("CARD-D03-AM");
    hall.stop("CARD-D03-AM", "move", "CARD-D04-AM");
    EXPECT_EQ(hall.choices(agrees), "move rebook cancel ");
    EXPECT_EQ(codeOf(hall.choose(agrees, {{"choice", "move"}})), "done");
    EXPECT_EQ(hall.booking(agrees, "state || stop_choice"), "bookedmove");
    EXPECT_EQ(codeOf(hall.choose(second, {{"choice", "cancel"}})), "done");
    EXPECT_EQ(hall.booking(second, "state || stop_choice"), "cancelledcancel");
    EXPECT_EQ(codeOf(hall.choose(second, {{"choice", "rebook"}})), "already-cancelled");
    const auto chosen = hall.choose(third, {{"choice", "rebook"}, {"day", choiceDay}});
    ASSERT_TRUE(chosen) << chosen.error().code;
    EXPECT_EQ((*chosen)["hold"]["day"], choiceDay);
    EXPECT_EQ((*chosen)["hold"]["replaces"], third);
    EXPECT_GT((*chosen)["hold"]["credit_fen"], 0);
    EXPECT_EQ(hall.booking(third, "state || stop_choice"), "bookedrebook")
        << "the old one counts until the new one is made";
    // The person is known: nothing is typed again.
    const json made = hall.clinic->must([&](clerk::Clerk& c) {
        return c.book({{"hold", (*chosen)["hold"]["hold"]}});
    });
    EXPECT_EQ(made["masked"], "王*试");
    EXPECT_EQ(hall.booking(made["id"], "replaces"), third);
    EXPECT_EQ(hall.booking(third, "state || stop_choice"), "cancelledrebook");
    EXPECT_EQ(hall.text("SELECT count(*) FROM slot WHERE replaces <> ''"), "0");
    EXPECT_EQ(codeOf(hall.choose(third, {{"choice", "rebook"}})), "already-used");
    EXPECT_EQ(codeOf(hall.choose(third, {{"choice", "stay"}})), "bad-field");
    EXPECT_EQ(codeOf(hall.choose("0011223344556677", {{"choice", "move"}})), "unknown-visit");
}

TEST(ClerkChoice, WhoWasCancelledByTheHospitalMayStillRebook) {
    ChoiceHall hall;
    const std::string booking = hall.book("CARD-D03-AM");
    hall.stop("CARD-D03-AM", "cancel");
    EXPECT_EQ(hall.booking(booking, "state || stop_choice"), "cancelledhospital");
    EXPECT_EQ(hall.choices(booking), "rebook ");
    EXPECT_EQ(codeOf(hall.choose(booking, {{"choice", "move"}})), "already-cancelled");
    const auto first = hall.choose(booking, {{"choice", "rebook"}});
    ASSERT_TRUE(first) << first.error().code;
    // Asked again: the first hold is let go, one stands.
    const auto again = hall.choose(booking, {{"choice", "rebook"}, {"session", "CARD-D01-AM"}});
    ASSERT_TRUE(again) << again.error().code;
    EXPECT_EQ((*again)["hold"]["session"], "CARD-D01-AM");
    EXPECT_EQ(hall.text("SELECT count(*) FROM slot WHERE hold <> ''"), "1");
    EXPECT_EQ(codeOf(hall.choose(booking, {{"choice", "rebook"}, {"day", 20270301}})),
              "no-free-slot");
}

TEST(ClerkChoice, NobodyStandsInUntilEachHasChosen) {
    ChoiceHall hall;
    const std::string booking = hall.book("CARD-D03-AM");
    const json stopped = hall.stop("CARD-D03-AM", "rebook");
    EXPECT_EQ(stopped["booked"], 1);
    EXPECT_EQ(hall.booking(booking, "state || stop_choice"), "booked");
    EXPECT_EQ(hall.choices(booking), "rebook cancel ");
    EXPECT_EQ(codeOf(hall.choose(booking, {{"choice", "move"}})), "no-stand-in");
}

TEST(ClerkChoice, AnotherDoctorHoldsTheSession) {
    ChoiceHall hall;
    const std::string free = "CARD-D02"; // comes on Tuesdays
    const std::string booking = hall.book("CARD-D01-AM");
    const auto replace = [&](const std::string& session, const std::string& doctor) {
        return codeOf(hall.clinic->act([&](clerk::Clerk& c) {
            return c.replaceDoctor(
                session,
                {{"day", monday}, {"practitioner", doctor}, {"reason", "ill"}, {"by", "m1"}});
        }));
    };
    EXPECT_EQ(replace("CARD-D01-AM", "CARD-D03"), "other-title");
    EXPECT_EQ(replace("CARD-D01-AM", "NOBODY"), "unknown-stand-in");
    EXPECT_EQ(replace("CARD-D01-AM", "CARD-D01"), "unknown-stand-in");
    EXPECT_EQ(replace("CARD-D03-AM", "CARD-D04"), "stand-in-busy");
    EXPECT_EQ(replace("CARD-D01-AM", free), "done");
    EXPECT_EQ(hall.text("SELECT practitioner || queue || state FROM session WHERE day = 20261123 "
                        "AND id = 'CARD-D01-AM'"),
              free + "CARD-D01open");
    EXPECT_EQ(hall.choices(booking), "move rebook cancel ");
    EXPECT_EQ(codeOf(hall.choose(booking, {{"choice", "move"}})), "done");
    // The next weeks are the doctor's own again.
    hall.clinic->must([](clerk::Clerk& c) -> core::Result<json> {
        while (c.openDays()) {
        }
        return json();
    });
    EXPECT_EQ(hall.text("SELECT practitioner FROM session WHERE day = 20261130 AND id = "
                        "'CARD-D01-AM'"),
              "CARD-D01");
}

TEST(ClerkCarry, WhoWasNotSeenIsBeforeTheNextDaysFirst) {
    ChoiceHall hall(3);
    const std::string seen = hall.call();
    EXPECT_EQ(hall.send("entry.finished", {{"entry", seen}}), "applied");
    const std::string away = hall.call();
    const std::string present = hall.tickets[2];
    EXPECT_EQ(hall.send("entry.left_for_tests", {{"entry", away}, {"pin", "S1"}}), "applied");
    const auto carry = [&] {
        return hall.clinic->must(
            [](clerk::Clerk& c) -> core::Result<json> { return json(c.carryOver()); });
    };
    hall.clinic->clock.set(monday, 900);
    EXPECT_EQ(carry(), 2);
    hall.clinic->clock.set(monday, 1439);
    EXPECT_EQ(carry(), 0);
    hall.clinic->clock.set(choiceDay, 1);
    EXPECT_EQ(carry(), 2);
    const auto row = [&](int day, const std::string& id) {
        return hall.text("SELECT number || ' ' || half || ' ' || state || ' ' || pin FROM entry "
                         "WHERE day = " +
                         std::to_string(day) + " AND id = '" + id + "'");
    };
    EXPECT_EQ(row(choiceDay, present), "X3Y AM waiting ");
    EXPECT_EQ(row(choiceDay, away), "X2Y AM onleave ");
    EXPECT_EQ(row(monday, away), "X2 PM carried ");
    EXPECT_EQ(hall.text("SELECT band FROM entry WHERE day = 20261124 AND id = '" + present + "'"),
              hall.text("SELECT min(start_minute) - 30 FROM session WHERE day = 20261124 AND half "
                        "= 'AM' AND queue = (SELECT queue FROM entry WHERE day = 20261124 AND id = "
                        "'" +
                        present + "')"));
    EXPECT_EQ(hall.text("SELECT department FROM queue WHERE day = 20261124 AND id = (SELECT queue "
                        "FROM entry WHERE day = 20261124 AND id = '" +
                        away + "')"),
              "CARD");
    EXPECT_EQ(hall.text("SELECT group_concat(kind) FROM deviation WHERE day = 20261124"),
              "carried,carried");
    hall.clinic->clock.set(choiceDay, 130);
    EXPECT_EQ(carry(), 0) << "once";
    // A second night.
    hall.clinic->clock.set(20261125, 1);
    hall.clinic->must([](clerk::Clerk& c) -> core::Result<json> {
        while (c.openDays()) {
        }
        return json();
    });
    EXPECT_EQ(carry(), 0) << "the demo's Wednesday has no sessions yet: they wait";
}

} // namespace
