// SPDX-License-Identifier: Apache-2.0
// A morning of one personal queue at the registry, seen from its stations.
#pragma once

#include "db/store/records.h"
#include "tests/support/clinic.h"

#include <cstdio>
#include <gtest/gtest.h>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace menzhen::test {

/// Station S1, which also does the kiosk's part: patients of one band, checked in.
struct Morning {
    std::unique_ptr<Clinic> clinic = Clinic::demo();
    std::vector<std::string> tickets;
    std::map<std::string, int> seq;

    explicit Morning(int patients) {
        clinic->clock.set(monday, 480);
        introduce("S1", "counter");
        send("station.opened",
             {{"station", "S1"}, {"queue", "CARD-D01"}, {"half", "AM"}, {"room", "301"}});
        for (int i = 0; i < patients; ++i)
            arrive();
    }

    void introduce(const std::string& device, const std::string& role) {
        const auto key = clinic->crypto.generateKey();
        clinic->must([&](clerk::Clerk& c) {
            return c.introduceDevice({{"id", device},
                                      {"role", role},
                                      {"public_key", clinic->crypto.publicPem(key->publicKey())}});
        });
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

    /// "applied" or VERDICT:CODE.
    std::string send(const std::string& type, nlohmann::json fields,
                     const std::string& device = "S1") {
        const nlohmann::json op{{"device", device},
                                {"incarnation", 1},
                                {"seq", ++seq[device]},
                                {"type", type},
                                {"version", 1},
                                {"day", monday},
                                {"occurred_at", clinic->clock.utcMs()},
                                {"actor", device},
                                {"request", ""},
                                {"fields", std::move(fields)}};
        const nlohmann::json verdict = clinic->must([&](clerk::Clerk& c) {
            return c.acceptOps({{"device", device}, {"ops", nlohmann::json::array({op})}});
        })["verdicts"][0];
        const auto code = verdict["code"].get<std::string>();
        return verdict["verdict"].get<std::string>() + (code.empty() ? "" : ":" + code);
    }

    std::string call(const std::string& station = "S1", const std::string& finish = {}) {
        nlohmann::json body{{"station", station}, {"room", "301"}};
        if (!finish.empty()) body["finish"] = finish;
        const nlohmann::json called =
            clinic->must([&](clerk::Clerk& c) { return c.callNext("CARD-D01", body); });
        return called["result"].is_null() ? "" : called["result"].get<std::string>();
    }

    std::string undo(const std::string& entry) {
        return send("entry.undone", {{"station", "S1"}, {"entry", entry}});
    }

    /// Every row of the queue but what says how often somebody was called.
    nlohmann::json rows() {
        nlohmann::json all = nlohmann::json::object();
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

    /// The first column of the first row.
    std::string text(const std::string& sql) {
        std::string value;
        (void)clinic->database->read([&]() -> core::Result<void> {
            store::Query query(*clinic->database, sql);
            if (query.step()) value = query.text(0);
            return {};
        });
        return value;
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

} // namespace menzhen::test
