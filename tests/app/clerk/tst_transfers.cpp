// SPDX-License-Identifier: Apache-2.0
// Going over to another queue, and one person in two queues (queue rules, 6).
#include "tests/app/clerk/stationmorning.h"

using namespace menzhen;
using nlohmann::json;
using test::monday;
using test::Morning;

namespace {

struct TransferHall : Morning {
    explicit TransferHall(int patients) : Morning(patients) {
        other = text("SELECT queue FROM session WHERE day = 20261123 AND half = 'AM' AND queue <> "
                     "'CARD-D01' AND department = 'CARD' ORDER BY queue LIMIT 1");
    }

    std::string transfer(const std::string& entry, const std::string& why,
                         const std::string& to = {}) {
        return send("entry.transferred", {{"entry", entry},
                                          {"to", to.empty() ? other : to},
                                          {"to_half", "AM"},
                                          {"why", why},
                                          {"station", "S1"}});
    }

    std::string where(const std::string& entry) {
        return text("SELECT half || ' ' || queue || ' ' || band || ' ' || slot || ' ' || state "
                    "FROM entry WHERE id = '" +
                    entry + "'");
    }

    std::string other;
};

TEST(ClerkTransfer, ByTheHospitalBandAndSlotStayAndTheHistoryKeepsThePlace) {
    TransferHall hall(6);
    const std::string first = hall.call();
    EXPECT_EQ(hall.transfer(hall.tickets[4], "hospital"), "applied");
    EXPECT_EQ(hall.where(hall.tickets[4]), "AM " + hall.other + " 480 5 waiting");
    EXPECT_EQ(hall.text("SELECT kind || half || queue || band || to_queue FROM deviation"),
              "hospitalAMCARD-D01480" + hall.other);
    EXPECT_EQ(hall.transfer(first, "hospital"), "applied") << "from the room";
    EXPECT_EQ(hall.state(first), "waiting");
    EXPECT_EQ(hall.transfer(first, "hospital"), "rejected:same-queue");
    EXPECT_EQ(hall.transfer(hall.tickets[5], "hospital", "NOPE"), "rejected:unknown-queue");
    const json called = hall.clinic->must([&](clerk::Clerk& c) {
        return c.callNext(hall.other, {{"station", "S2"}});
    });
    EXPECT_EQ(called["result"], first);
}

TEST(ClerkTransfer, AtTheirWishTheyJoinTheBandInProgress) {
    TransferHall hall(3);
    hall.clinic->clock.set(monday, 525);
    EXPECT_EQ(hall.transfer(hall.tickets[0], "wish"), "applied");
    EXPECT_EQ(hall.where(hall.tickets[0]), "AM " + hall.other + " 510 1 waiting");
}

TEST(ClerkTransfer, ATransferIsTakenBack) {
    TransferHall hall(6);
    const std::string first = hall.call();
    const json before = hall.rows();
    EXPECT_EQ(hall.transfer(first, "hospital"), "applied");
    EXPECT_EQ(hall.undo(first), "applied");
    EXPECT_EQ(hall.rows(), before);
    // Something moved in between: the station's next.
    EXPECT_EQ(hall.transfer(hall.tickets[5], "hospital"), "applied");
    hall.arrive();
    EXPECT_EQ(hall.undo(hall.tickets[5]), "applied");
    EXPECT_EQ(hall.call("S1", first), hall.tickets[5]);
}

TEST(ClerkTransfer, WhoIsLeftOfTheMorningIsBeforeTheAfternoon) {
    TransferHall hall(4);
    const std::string first = hall.call();
    EXPECT_EQ(hall.send("entry.finished", {{"entry", first}}), "applied");
    const auto carry = [&] {
        return hall.clinic->must(
            [](clerk::Clerk& c) -> core::Result<json> { return json(c.carryOver()); });
    };
    hall.clinic->clock.set(monday, 715);
    EXPECT_EQ(carry(), 0) << "the afternoon has not begun";
    hall.clinic->clock.set(monday, 900);
    EXPECT_EQ(carry(), 3);
    const std::string start =
        hall.text("SELECT min(start_minute) - 30 FROM session WHERE day = 20261123 AND half = "
                  "'PM' AND queue = (SELECT queue FROM entry WHERE id = '" +
                  hall.tickets[1] + "')");
    EXPECT_EQ(hall.text("SELECT half || band FROM entry WHERE id = '" + hall.tickets[1] + "'"),
              "PM" + start);
    EXPECT_EQ(hall.text("SELECT count(*) FROM deviation WHERE kind = 'carried'"), "3");
    hall.clinic->clock.nowMs += 60'000;
    EXPECT_EQ(carry(), 0);
}

TEST(ClerkTransfer, WhoIsServedElsewhereIsPassedAndKeepsThePlace) {
    TransferHall hall(0);
    // Of another department: in one, a person has one registration a day.
    hall.other = hall.text("SELECT queue FROM session WHERE day = 20261123 AND half = 'AM' AND "
                           "department = 'GAST' ORDER BY queue LIMIT 1");
    const auto person = json{{"name", "王测试"}, {"id_number", "999999198811201012"}};
    const auto booked = [&](const std::string& session, const std::string& queue,
                            const std::string& id) {
        const json held = hall.clinic->must([&](clerk::Clerk& c) {
            return c.hold({{"day", monday}, {"session", session}, {"channel", "PHONE"}});
        });
        const json booking = hall.clinic->must([&](clerk::Clerk& c) {
            return c.book({{"hold", held["hold"]}, {"person", person}});
        });
        EXPECT_EQ(hall.send("ticket.issued", {{"ticket", id},
                                              {"kind", "booked"},
                                              {"session", session},
                                              {"slot", booking["slot"]},
                                              {"queue", queue},
                                              {"half", "AM"},
                                              {"number", booking["number"]},
                                              {"band", booking["band"]},
                                              {"short_code", "7G0MX2A4"},
                                              {"booking", booking["id"]}}),
                  "applied");
        hall.clinic->clock.set(monday, std::max(480, booking["band"].get<int>()));
        EXPECT_EQ(hall.send("entry.checked_in", {{"entry", id}}), "applied");
    };
    booked("CARD-D01-AM", "CARD-D01", "00000000000000aa");
    const std::string session =
        hall.text("SELECT id FROM session WHERE day = 20261123 AND half = 'AM' AND queue = '" +
                  hall.other + "' LIMIT 1");
    booked(session, hall.other, "00000000000000bb");
    EXPECT_EQ(hall.call(), "00000000000000aa");
    EXPECT_EQ(hall.text("SELECT elsewhere FROM entry WHERE id = '00000000000000bb'"),
              "00000000000000aa");
    const auto next = [&] {
        const json called = hall.clinic->must([&](clerk::Clerk& c) {
            return c.callNext(hall.other, {{"station", "S2"}});
        });
        return called["result"].is_null() ? std::string() : called["result"].get<std::string>();
    };
    EXPECT_EQ(next(), "");
    EXPECT_EQ(hall.state("00000000000000bb"), "waiting");
    EXPECT_EQ(hall.send("entry.finished", {{"entry", "00000000000000aa"}}), "applied");
    EXPECT_EQ(next(), "00000000000000bb");
}

} // namespace
