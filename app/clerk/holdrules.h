// SPDX-License-Identifier: Apache-2.0
// May this slot be held now? The facts of the store for core/bookingrules.h, and its refusals as
// errors. Thread: the writer's, inside a transaction; mayHold() writes nothing.
#pragma once

#include "app/core/bookingrules.h"
#include "app/core/result.h"
#include "app/ports/clock.h"
#include "app/ports/crypto.h"
#include "db/store/records.h"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace menzhen::clerk {

/// POST holds, read. Everything but day and session may be left out.
struct HoldWish {
    int day = 0;
    std::string session;
    std::int64_t band = -1; ///< -1: the first with a free slot
    std::string channel;    ///< "PHONE"
    std::string holder;     ///< "anonymous"
    /// Of the patient, where somebody saw the card; -1: not known. A kiosk's word does not count:
    /// it sends the number, sealed, and the registry reckons (ageOfSealed).
    int age = -1;
    std::string sealed;      ///< hexadecimal; empty: no number was shown
    std::int64_t asOfMs = 0; ///< when what the patient chose from was true; 0: not said
};

/// What a hold that may be made needs.
struct HoldPlan {
    core::BookingPolicy policy;
    store::Record session;
    core::WhenFacts when;
    std::vector<std::string> pools; ///< empty: all
};

core::Result<HoldWish> readHoldWish(const nlohmann::json& body);

/// The age of whoever's number stands sealed in the wish; -1: it does not open, or is no number.
int ageOfSealed(const HoldWish& wish, const std::string& site, const ports::PrivateKey& sealing,
                int today);

/// Errors: Refused those of core::judgeAge, judgeDay, judgeSession, judgePool; "unknown-session".
core::Result<HoldPlan> mayHold(store::Database& database, const std::string& site,
                               const ports::Clock& clock, const HoldWish& wish);

/// With opens_at and until_at in UTC milliseconds.
core::Error errorOf(const core::BookingRefusal& refusal, const ports::Clock& clock);

/// Whether the hospital takes bookings (bookingswitch.h).
bool bookingIsOn(store::Database& database, const std::string& site);

} // namespace menzhen::clerk
