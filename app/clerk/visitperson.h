// SPDX-License-Identifier: Apache-2.0
// Booking the next visit at a kiosk: the patient shows the ticket of this one, and the registry
// books in the name that it keeps for it. No name or number leaves the registry for that.
// Thread: the writer's, inside a transaction; studyVisitBooking() on any.
#pragma once

#include "app/clerk/clerk.h"
#include "app/core/check.h"

namespace menzhen::clerk {

/// For who reads alone: nothing is sealed, so nothing is drawn.
class NoChance final : public ports::Chance {
public:
    void fill(std::span<std::uint8_t>) override { MENZHEN_CHECK(false, "a reader draws nothing"); }
};

/// Who has this ticket of today: {"ticket":HEX16}. Errors: Data "bad-field"; Refused
/// "unknown-ticket", "no-identity" (the ticket was taken without an identity number).
core::Result<Person> personOfVisit(store::Database& database, const std::string& site,
                                   People& people, const json& visit, int today);

/// The index for POST bookings with `visit`, outside every transaction (as studyBooking()).
DayIndex studyVisitBooking(const json& body, store::Database& database, const std::string& site,
                           const ports::Clock& clock, const ports::Crypto& crypto,
                           const SiteKeys& keys);

/// Error: Refused "not-a-kiosk". `peer` empty: plain loopback.
core::Result<void> kioskAlone(Clerk& clerk, const std::string& peer);

} // namespace menzhen::clerk
