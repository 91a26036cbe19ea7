// SPDX-License-Identifier: Apache-2.0
// One's own ticket at a kiosk: the check-in of whoever is expected, was missed or comes back from
// tests; for everybody else their place in the queue.
#pragma once

#include "app/flows/place.h"
#include "app/flows/scan.h"

#include <string>

namespace menzhen::flows {

struct TicketAnswer {
    Place place;            ///< after the check-in
    bool checkedIn = false; ///< by this scan
    bool late = false;      ///< checked in, and called after those who are on time
    /// Why not checked in although expected: "too-early" (place.checkInFrom says when); empty: the
    /// ticket is in the queue, called or over (place.state).
    std::string whyNot;
};

/// Errors: Refused "not-a-ticket" (a booking: see checkin.h), "unknown-ticket" (signed, but this
/// device has not heard of it: to the staff), "other-day"; Device "store-...".
core::Result<TicketAnswer> scanTicket(FlowContext& context, const Scanned& scanned);

} // namespace menzhen::flows
