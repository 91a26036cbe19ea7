// SPDX-License-Identifier: Apache-2.0
// The kiosk's own series of numbers ("C12-03", core/ownseries.h) and the offline rule of a walk-in
// (architecture.md section 3): cut off, this kiosk gives numbers of a pooled queue alone, for the
// band in progress alone, and of one session at most `offline_walkins` of the hospital's policy.
// Whoever wants more is told where to go. Inside transact()/read(), unless it says otherwise.
#pragma once

#include "app/core/result.h"
#include "app/flows/hall.h"

#include <string>
#include <string_view>

namespace menzhen::flows {

/// "C12-03": given by a kiosk, not by the plan. No store; any thread.
bool isOwnNumber(std::string_view number);

/// The next number of this kiosk's own series for a department's prefix; empty: this kiosk has no
/// series (its id is not K and digits), or it is used up.
std::string nextOwnNumber(const FlowContext& context, int day, const std::string& prefix);
/// In the commit that issued it: never again, also when the ticket leaves the store.
void rememberOwnNumber(const FlowContext& context, int day, const std::string& number);

/// The number, or "C012-2" when another ticket here is called by it: a restored registry may give
/// one twice, and no two papers bear the same.
std::string numberToPrint(const FlowContext& context, int day, const std::string& number);

/// A place that this kiosk may give by itself.
struct OwnPlace {
    SessionView session; ///< of the pool's sessions that are on, the one with most left
    int band = 0;        ///< in progress; before the session begins its first
    int left = 0;        ///< that this kiosk may still give of all of the pool
};

/// Errors: Refused "offline-personal" (a doctor of one's own: at the window), "offline-limit" (used
/// up, or this kiosk has no series), "offline-later" (not on yet), "session-over",
/// "session-cancelled".
core::Result<OwnPlace> ownPlace(const FlowContext& context, const SessionView& wanted);

} // namespace menzhen::flows
