// SPDX-License-Identifier: Apache-2.0
// R2 of domain.md: one live registration a person, department and day. By the day-keyed index that
// stands in bookings and tickets, so every replica can say. Inside read() or transact().
#pragma once

#include "db/store/database.h"

#include <string>

namespace menzhen::ops {

struct RegistrationAsked {
    std::int64_t day = 0;
    std::string department;
    std::string idhash;  ///< empty: nobody is registered under it
    std::string instead; ///< a booking that does not count; empty: all do
};

/// False where the hospital allows several.
bool isRegistered(store::Database& database, const std::string& site,
                  const RegistrationAsked& asked);

} // namespace menzhen::ops
