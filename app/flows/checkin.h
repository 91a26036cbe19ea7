// SPDX-License-Identifier: Apache-2.0
// A booked patient arrives: "is this your visit?", then the ticket. Registration (ticket.issued)
// and arrival (entry.checked_in) are one commit; the paper follows from its print effect.
//
// Cut off, the signed code alone is enough: a booking that this kiosk never heard of is accepted
// and flagged (the registry takes it, whatever became of it meanwhile). When the plan that this
// kiosk has does not reach it, the paper says what the code says, under a number of the kiosk's own
// series.
//
// Where places were scarce, whoever holds the code shows by the identity number to be the one who
// booked (identity_at_pickup of the department, security.md section 1): a code that was sold on is
// worth nothing there. The number is compared with the code's index under the day's key, and kept
// nowhere. A kiosk without that key asks for nothing: the station then confirms the person.
#pragma once

#include "app/core/lookuplimit.h"
#include "app/flows/place.h"
#include "app/flows/scan.h"
#include "app/flows/ticketpaper.h"

#include <functional>
#include <optional>
#include <string>

namespace menzhen::flows {

enum class VisitState {
    Ready,
    TooEarly,         ///< check-in opens at `opensAt`; no ticket yet
    OtherDay,         ///< `day` says which
    Cancelled,        ///< the booking was given back
    SessionCancelled, ///< the doctor does not come: to the staff
    /// Its ticket was printed: `place` says how it stands; offer a reprint. Without `place` it was
    /// printed elsewhere, and no more is known here yet.
    AlreadyCheckedIn,
};

/// "ready" "too-early" "other-day" "cancelled" "session-cancelled" "already-checked-in": the code
/// with which confirm() refuses everything but Ready.
const char* toText(VisitState state);

struct Visit {
    Scanned source;
    VisitState state = VisitState::Ready;
    TicketName hospital;
    SessionView session;
    int day = 0; ///< yyyymmdd
    int slot = 0;
    int band = 0;
    std::string bandText; ///< "08:00-08:30"; empty: only the booking knows it
    std::string number;
    bool ownNumber = false;     ///< the plan here does not have it: `number` is the kiosk's own
    std::string masked;         ///< may be empty
    std::string opensAt;        ///< "07:30"
    bool needsIdentity = false; ///< Ready alone: identify() comes before confirm()
    bool late = false;          ///< Ready alone: accepted, and called after those who are on time
    bool unknownHere = false;   ///< signed, but this device has not heard of it: accepted
    core::TicketFee fee = core::TicketFee::AtWindow;
    std::optional<int> ahead;   ///< Ready: who would be before me if I checked in now
    std::optional<Place> place; ///< AlreadyCheckedIn
};

class CheckIn {
public:
    CheckIn(FlowContext& context, Printing& printing);

    /// Errors: Refused "unknown-booking" (a short code led nowhere), "not-a-booking" (a ticket: see
    /// ticketscan.h), "unknown-session", "unknown-slot" (the hospital's plan does not have it: to
    /// the staff).
    core::Result<Visit> find(const Scanned& scanned);

    /// Compares a typed identity number with the booking's index; slow, some 40 ms. Errors: Data
    /// those of core::parseIdNumber; Refused "identity-mismatch" (to the staff),
    /// "too-many-lookups", those of find().
    core::Result<Visit> identify(const Visit& visit, const std::string& typed);

    /// Judges again, commits, prints. `printed` runs exactly once when the result is good, else
    /// never. Errors: Refused with toText(state), "identity-needed"; those of find(); Device
    /// "store-...".
    core::Result<IssuedTicket> confirm(const Visit& visit, core::TicketLanguage language,
                                       Printing::Done printed);

private:
    core::Result<Visit> read(const Scanned& scanned);

    FlowContext& context_;
    Printing& printing_;
    core::LookupLimit limit_;
};

} // namespace menzhen::flows
