// SPDX-License-Identifier: Apache-2.0
// A station takes back what it did, judged by the registry.
#include "tests/support/clinic.h"

#include "db/store/records.h"

#include <gtest/gtest.h>

using namespace menzhen;
using nlohmann::json;
using test::Clinic;
using test::monday;

namespace {

/// Station S1, which also does the kiosk's part: patients of one band, checked in.
struct Morning {
    std::unique_ptr<Clinic> clinic = Clinic::demo();
    std::vector<std::string> tickets;
    int seq = 0;

    explicit Morning(int patients) {
        clinic->clock.set(monday, 480);
        const auto key = clinic->crypto.generateKey();
        clinic->must([&](clerk::Clerk& c) {
            return c.introduceDevice({{"id", "S1"},
                                      {"role", "counter"},
                                      {"public_key", clinic->crypto.publicPem(key->publicKey())}});
        });
        send("station.opened",
             {{"station", "S1"}, {"queue", "CARD-D01"}, {"half", "AM"}, {"room", "301"}});
        for (int i = 0; i < patients; ++i)
            arrive();
    }

    void arrive() {
        const int i = static_cast<int>(tickets.size()) + 1;
        char id[17];
        std::snprintf(id, sizeof id, "%016x", i);
        EXPECT_EQ(send("ticket.issued", {{"ticket", id},
                                         {"kind", "extra"},
                                         {"queue", "CARD-D01"},
                                         {"half", "AM"},
                                         {"number", "X" + std::to_string(i)},
                                         {"band", 480},
                                         {"slot", i},
                                         {"zone", "3A"},
                                         {"short_code", "7G0MX2A4"}}),
                  "applied");
        tickets.emplace_back(id);
        EXPECT_EQ(send("entry.checked_in", {{"entry", id}}), "applied");
    }

    std::string send(const std::string& type, json fields) {
        const json op{{"device", "S1"},
                      {"incarnation", 1},
                      {"seq", ++seq},
                      {"type", type},
                      {"version", 1},
                      {"day", monday},
                      {"occurred_at", clinic->clock.utcMs()},
                      {"actor", "S1"},
                      {"request", ""},
                      {"fields", std::move(fields)}};
        const json verdict = clinic->must([&](clerk::Clerk& c) {
            return c.acceptOps({{"device", "S1"}, {"ops", json::array({op})}});
        })["verdicts"][0];
        const auto code = verdict["code"].get<std::string>();
        return verdict["verdict"].get<std::string>() + (code.empty() ? "" : ":" + code);
    }

    std::string call(const std::string& station = "S1", const std::string& finish = {}) {
        json body{{"station", station}, {"room", "301"}};
        if (!finish.empty()) body["finish"] = finish;
        const json called =
            clinic->must([&](clerk::Clerk& c) { return c.callNext("CARD-D01", body); });
        return called["result"].is_null() ? "" : called["result"].get<std::string>();
    }

    std::string undo(const std::string& entry) {
        return send("entry.undone", {{"station", "S1"}, {"entry", entry}});
    }

    /// Every row of the queue but what says how often somebody was called.
    json rows() {
        json all = json::object();
        (void)clinic->database->read([&]() -> core::Result<void> {
            for (const char* table : {"entry", "queue", "staged"})
                for (const store::Record& row : store::select(
                         *clinic->database, "HA", table, "AND day = ?", {std::int64_t{monday}}))
                    for (std::size_t i = 0; i < row.table().columns.size(); ++i) {
                        const std::string name(row.table().columns[i].name);
                        if (name == "rev" || name == "calls") continue;
                        std::visit([&](const auto& v) { all[table][name].push_back(v); },
                                   row.cellAt(i));
                    }
            return {};
        });
        return all;
    }

    std::string state(const std::string& entry) {
        std::string state;
        (void)clinic->database->read([&]() -> core::Result<void> {
            state = store::find(*clinic->database, "HA", "entry", {std::int64_t{monday}, entry})
                        ->text("state");
            return {};
        });
        return state;
    }
};

TEST(ClerkUndo, ACallLeavesNoTrace) {
    Morning morning(6);
    const std::string first = morning.call();
    const json before = morning.rows();
    const std::string second = morning.call("S1", first);
    ASSERT_NE(morning.rows(), before);
    EXPECT_EQ(morning.undo(second), "applied");
    EXPECT_EQ(morning.rows(), before);
    EXPECT_EQ(morning.state(first), "called");
    EXPECT_EQ(morning.undo(second), "rejected:nothing-to-undo");
    EXPECT_EQ(morning.call("S1", first), second);
    const auto board = morning.clinic->view([](clerk::Views& v) { return v.snapshot("board:3A"); });
    for (const json& row : (*board)["rows"])
        if (row["id"] == second) {
            EXPECT_EQ(row["calls"], 2) << "a board announces what grows";
        }
}

TEST(ClerkUndo, AMissAFinishALeave) {
    Morning morning(6);
    const std::string first = morning.call();
    const json before = morning.rows();
    for (const char* type : {"entry.missed", "entry.finished", "entry.left_for_tests"}) {
        EXPECT_EQ(morning.send(type, {{"entry", first}, {"pin", "S1"}}), "applied");
        EXPECT_EQ(morning.undo(first), "applied") << type;
        EXPECT_EQ(morning.rows(), before) << type;
    }
}

TEST(ClerkUndo, AfterAnotherMoveTheEntryIsTheStationsNext) {
    Morning morning(6);
    const std::string first = morning.call();
    const std::string second = morning.call("S1", first);
    morning.arrive();
    const std::string other = morning.call("S2");
    EXPECT_EQ(morning.undo(second), "applied");
    EXPECT_EQ(morning.state(first), "called") << "whom the same call saw off";
    EXPECT_EQ(morning.state(other), "called");
    EXPECT_EQ(morning.call("S1", first), second);
}

TEST(ClerkUndo, ThirtySecondsAndOnlyWhatWasDoneLast) {
    Morning morning(6);
    const std::string first = morning.call();
    morning.clinic->clock.nowMs += 30'001;
    EXPECT_EQ(morning.undo(first), "rejected:too-late");
    const std::string second = morning.call("S1", first);
    EXPECT_EQ(morning.undo(first), "rejected:nothing-to-undo");
    morning.clinic->clock.nowMs += 30'000;
    EXPECT_EQ(morning.undo(second), "applied");
}

TEST(ClerkUndo, WhoHasComeBackIsNotMoved) {
    Morning morning(4);
    const std::string first = morning.call();
    EXPECT_EQ(morning.send("entry.missed", {{"entry", first}}), "applied");
    EXPECT_EQ(morning.send("entry.checked_in", {{"entry", first}}), "applied");
    EXPECT_EQ(morning.undo(first), "rejected:refused:waiting");
}

} // namespace
