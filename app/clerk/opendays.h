// SPDX-License-Identifier: Apache-2.0
// What a channel may book of the days ahead, and why not where it may not: W10 of the domain's list
// ("closed days say why"). Throws SQLite::Exception inside read(). Thread: the connection's.
#pragma once

#include "app/clerk/terms.h"
#include "app/core/bookingrules.h"
#include "app/ports/clock.h"
#include "db/store/records.h"

#include <cstdint>
#include <string>
#include <vector>

namespace menzhen::clerk {

/// A session as a channel sees it.
struct Offer {
    store::Record session;
    int free = 0;        ///< slots of the channel that can be had now
    std::string state{}; ///< "open" "full" "not-released" "closed-day" "stopped" "over"
};

/// A day of one department or doctor.
struct OpenDay {
    int day = 0;
    bool open = false;
    std::string why{};          ///< empty when open: "no-session", or as Offer::state
    std::int64_t opensAtMs = 0; ///< of "not-released"
    int free = 0;
    int sessions = 0;
    std::int64_t feeFromFen = -1; ///< of the sessions that are not stopped; -1: none
};

/// The sessions of today and the days that may be booked, by day and id. `column` is "department"
/// or "practitioner" of the session, `value` its value; `channel`: whose pool, "PHONE", "KIOSK".
std::vector<Offer> offersOf(store::Database& database, const std::string& site,
                            const ports::Clock& clock, const Terms& terms, std::string_view column,
                            const std::string& value, const std::string& channel);

/// Each day from today to the last that may be booked.
std::vector<OpenDay> openDays(const std::vector<Offer>& offers, const ports::Clock& clock,
                              const Terms& terms);

} // namespace menzhen::clerk
