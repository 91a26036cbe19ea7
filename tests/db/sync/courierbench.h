// SPDX-License-Identifier: Apache-2.0
// A kiosk's courier whose requests the test answers itself.
#pragma once

#include "tests/db/sync/tinyhall.h"

#include <gtest/gtest.h>

namespace menzhen::test {

inline ports::LinkResponse problem(int status, const std::string& code,
                                   const std::string& detail = {}) {
    return {status, nlohmann::json{{"code", code}, {"detail", detail}}.dump(), std::nullopt};
}

struct CourierHall {
    std::unique_ptr<Clinic> clinic = Clinic::small(1, 4);
    std::string key = publicKeyOf(*clinic);
    TinyDevice kiosk{*clinic, "K01", ":memory:", 1, key};
    int helps = 0;

    void help() {
        char id[17];
        std::snprintf(id, sizeof id, "%016d", ++helps);
        ASSERT_TRUE(kiosk.commit("help.requested", {{"help", id}, {"screen", "home"}}));
    }

    /// The next request, whenever the courier wants to make it.
    ports::LinkRequest ask() {
        for (int i = 0; i < 100; ++i) {
            while (kiosk.courier->hasWork())
                (void)kiosk.courier->work();
            if (const auto request = kiosk.courier->next()) return *request;
            clinic->clock.nowMs = std::max(clinic->clock.nowMs + 1, *kiosk.courier->wakeAtMs());
        }
        return {};
    }

    const sync::SyncState& state() { return kiosk.courier->state(); }
};

inline std::string tailOf(const ports::LinkRequest& request) {
    return request.method + " " + request.path.substr(request.path.rfind('/'));
}

inline std::size_t opsIn(const ports::LinkRequest& request) {
    return nlohmann::json::parse(request.body)["ops"].size();
}

} // namespace menzhen::test
