// SPDX-License-Identifier: Apache-2.0
// The demo hospital as phones and kiosks book it.
#pragma once

#include "app/clerk/bookingswitch.h"
#include "app/clerk/waitlist.h"
#include "app/ops/policyjson.h"
#include "db/store/records.h"
#include "tests/support/clinic.h"

#include <gtest/gtest.h>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

namespace menzhen::test {

struct BookingHall {
    std::unique_ptr<Clinic> clinic;

    explicit BookingHall(int days = 2) : clinic(Clinic::demo(":memory:", days)) {
        define("staff", {{"id", "m1"}, {"name", "m1"}, {"roles", "manager"}, {"state", "active"}});
    }

    void define(const std::string& table, const nlohmann::json& row) {
        clinic->must([&](clerk::Clerk& c) -> core::Result<nlohmann::json> {
            const auto done =
                c.log().author({"record.defined", 0, {{"table", table}, {"row", row}}, {}, {}});
            if (!done) return tl::unexpected(done.error());
            return nlohmann::json();
        });
    }

    /// Changes the site's booking policy.
    void allow(const std::function<void(core::BookingPolicy&)>& change) {
        core::BookingPolicy policy;
        (void)clinic->database->read([&]() -> core::Result<void> {
            policy = ops::policyOf(*clinic->database, "HA");
            return {};
        });
        change(policy);
        define("organization", {{"id", "HA"}, {"policy", ops::policyToJson(policy, {}).dump()}});
    }

    core::Result<nlohmann::json> hold(nlohmann::json body) {
        if (!body.contains("day")) body["day"] = monday;
        if (!body.contains("session")) body["session"] = "CARD-D01-AM";
        return clinic->act([&](clerk::Clerk& c) { return c.hold(body); });
    }

    core::Result<nlohmann::json> confirm(const nlohmann::json& held, const std::string& idNumber,
                                         const nlohmann::json& more = {}) {
        nlohmann::json person{{"name", "王测试"}, {"id_number", idNumber}};
        if (!more.is_null()) person.update(more);
        return clinic->act([&](clerk::Clerk& c) {
            return c.book({{"hold", held["hold"]}, {"person", person}}, indexOf(held, idNumber));
        });
    }

    /// A hold and its booking; the code of whichever refused, else the booking's id.
    std::string book(const nlohmann::json& wish, const std::string& idNumber,
                     const nlohmann::json& more = {}) {
        const auto held = hold(wish);
        if (!held) return held.error().code;
        const auto made = confirm(*held, idNumber, more);
        return made ? (*made)["id"].get<std::string>() : made.error().code;
    }

    std::string cancel(const std::string& booking, const std::string& by = {}) {
        const auto done =
            clinic->act([&](clerk::Clerk& c) { return c.cancelBooking(booking, by); });
        return done ? "done" : done.error().code;
    }

    void sweep() {
        clinic->must([](clerk::Clerk& c) -> core::Result<nlohmann::json> {
            c.sweep();
            return nlohmann::json();
        });
    }

    /// Holds what a channel's pool of a session has, for nobody in particular; how many.
    int sellOut(const std::string& session, const std::string& channel, int day = monday) {
        int sold = 0;
        while (hold({{"day", day}, {"session", session}, {"channel", channel}}))
            ++sold;
        return sold;
    }

    std::string text(const std::string& sql) {
        std::string value;
        (void)clinic->database->read([&]() -> core::Result<void> {
            store::Query query(*clinic->database, sql);
            if (query.step()) value = query.text(0);
            return {};
        });
        return value;
    }

    /// A stand-in for the day's index: the real one takes scrypt's 40 ms a person.
    static clerk::DayIndex indexOf(const nlohmann::json& held, const std::string& idNumber) {
        char text[17];
        std::snprintf(text, sizeof text, "%016zx", std::hash<std::string>()(idNumber));
        return {held["day"].get<int>(), text};
    }
};

inline std::string codeOf(const core::Result<nlohmann::json>& answer) {
    return answer ? "done" : answer.error().code;
}

} // namespace menzhen::test
