// SPDX-License-Identifier: Apache-2.0
// What a phone does with a visit: opens it, sets its alert, checks in at the zone. Of another
// holder's visit the answer is that of an unknown one. Inside a clerk's transaction. Thread: the
// writer's.
#pragma once

#include "app/clerk/caller.h"
#include "app/clerk/visits.h"

namespace menzhen::clerk {

/// {"short_code":".."} or {"code":".."}: the caller follows the visit. The same work and the same
/// answer for a code that nobody has and one that is badly typed. Errors: Data "bad-field"; Refused
/// "unknown-visit", "slow-down".
Answer openVisit(Clerk& clerk, const Caller& caller, const json& body, const std::string& address);

/// {"ahead":N|null,"minutes":N|null,"message":bool}. Errors: Data "bad-field"; Refused
/// "unknown-visit", "no-messages" (there is no adapter, or the visit has no phone number).
Answer setAlert(Clerk& clerk, const Caller& caller, const std::string& visit, const json& body);

/// {"place":text of the zone's QR}: a booking gets its ticket by it, and the entry waits. Errors:
/// Data "bad-field", "bad-place"; Refused "unknown-visit", "too-early" (`opens`), "wrong-zone"
/// (`zone`), "other-day" (`day`), those of ticket.issued and entry.checked_in.
Answer checkInByPhone(Clerk& clerk, const Caller& caller, const std::string& visit,
                      const json& body);

/// The way into a visit by video: {"link"}, from when check-in would open until its session ends;
/// the first time it notes the arrival (visit.joined). Errors: Refused "unknown-visit",
/// "not-virtual", "refused:STATE", "other-day" (`day`), "too-early" (`opens`), "session-over".
Answer joinByPhone(Clerk& clerk, const Caller& caller, const std::string& visit);

/// The visit that a signed code opens, a booking's days before it opens a kiosk; one of an earlier
/// day for `pastDays` days (0: not at all); nothing when the code is none of this registry's, or
/// nobody has it.
std::optional<Visit> visitOfSignedCode(Clerk& clerk, const std::string& text, int pastDays = 0);

} // namespace menzhen::clerk
