// SPDX-License-Identifier: Apache-2.0
// May this person, and this phone, book that slot? The facts come from the sealed people's keyed
// indexes: nobody's number is opened. Thread: the writer's, inside a transaction.
#pragma once

#include "app/clerk/people.h"
#include "app/core/bookingrules.h"
#include "app/ports/clock.h"
#include "db/store/records.h"

namespace menzhen::clerk {

struct PersonAsked {
    store::Database& database;
    const std::string& site;
    const ports::Clock& clock;
    const People& people;
    const Person& person;
};

/// Errors: Refused those of core::judgePerson and core::judgeHolder, "booking-off".
core::Result<void> mayBook(const PersonAsked& asked, const store::Record& slot);

/// The same for the waiting list: no registration in that department on that day, nor suspended.
core::Result<void> mayWait(const PersonAsked& asked, const std::string& department,
                           const core::WhenFacts& when);

/// Yesterday's and earlier bookings whose patient never came enter the ledger, once a night, also
/// those of days on which nothing ran. How many. The clock's day decides.
int listNoshows(store::Database& database, const std::string& site, int today);

} // namespace menzhen::clerk
