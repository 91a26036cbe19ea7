// SPDX-License-Identifier: Apache-2.0
// What one patient chooses after his session was stopped or its doctor replaced (queue rules, 6).
// Inside a transaction of the clerk's. Thread: the writer's.
#pragma once

#include "app/clerk/clerk.h"

namespace menzhen::clerk {

inline constexpr int maxRebookSessions = 200; ///< looked at for a free slot

/// {"choice":"move"|"rebook"|"cancel"}; with "rebook" also, each left out or given: "day",
/// "session", "band" of the wanted slot, else the department's first free one, and "holder".
/// `visit`: a booking's id, or a ticket's (which can only agree to "move": its patient is here).
/// Answer: {"visit","choice","state"} and, with "rebook", "hold" as POST holds answers, with
/// "replaces" and "credit_fen": what the old booking's fee counts for. Confirmed by POST bookings
/// {"hold"}, where the person may be left out.
/// Errors: Refused "unknown-visit", "not-stopped", "no-stand-in", "already-used",
/// "already-cancelled", "no-free-slot"; Data "bad-field".
Answer chooseAfterStop(Clerk& clerk, const std::string& visit, const json& body);

/// What its patient may choose: none, or some of move, rebook, cancel.
std::vector<std::string> choicesOf(store::Database& database, const std::string& site,
                                   const store::Record& booking);

} // namespace menzhen::clerk
