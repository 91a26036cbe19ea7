// SPDX-License-Identifier: Apache-2.0
// The waiting list of a department's day, or of one of its sessions. A place that comes back is
// offered to the first who waits before it is sold again: the offer is a hold of his, and lives
// `waitlist_pay_minutes`, or until its band begins. Who lets it run out has had his turn, and the
// next one gets it; when nobody is left, it rests for a random time first, as any place that was
// given back. Inside a transaction of the clerk's. Thread: the writer's.
#pragma once

#include "app/clerk/clerk.h"

namespace menzhen::clerk {

inline constexpr int maxOffersPerSweep = 100; ///< the rest in the next sweep

/// {"day","department" | "session","person":{...} | (none, with `person` given),"holder","lang"}.
/// Answer: {"waitlist","place","day","department","session","revision"}. Errors: Data as POST
/// bookings; Refused "waitlist-closed" (the hospital has none, or the day is not open),
/// "slots-free" (book one), "unknown-department", "unknown-session", "unknown-waitlist" and those
/// of mayWait().
Answer joinWaitlist(Clerk& clerk, const json& body);
/// The same for a person who is known already (a phone's saved patient).
Answer joinWaitlist(Clerk& clerk, const json& body, const Person& person);
/// Its holder waits no longer; `holder` empty: staff. Refused "unknown-waitlist" also for others.
Answer leaveWaitlist(Clerk& clerk, const std::string& id, const std::string& holder);
/// {"waitlist","state","place","ahead","day","department","session","hold"?}: `ahead` people wait
/// before; with state "offered", `hold` is the offer as POST holds answers. Refused as above.
Answer waitlistState(Clerk& clerk, const std::string& id, const std::string& holder);

/// Offers what came back of a session's day; how many offers. sweepWaitlist() does it for all days.
int offerReturned(Clerk& clerk, int day, const std::string& session);
int sweepWaitlist(Clerk& clerk);
/// Whether somebody waits for this session, or its department's day.
bool someoneWaits(store::Database& database, const std::string& site, int day,
                  const std::string& session);

} // namespace menzhen::clerk
