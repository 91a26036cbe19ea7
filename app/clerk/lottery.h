// SPDX-License-Identifier: Apache-2.0
// The release of a contested session is drawn: whoever asks in its first minute takes part, and
// being a machine that asks first gains nothing. Contested is a session that had a waiting list, or
// sold its phones' places out in the first minute, when its last day before was released. Inside a
// transaction of the clerk's. Thread: the writer's.
#pragma once

#include "app/clerk/clerk.h"
#include "app/clerk/holdrules.h"

namespace menzhen::clerk {

inline constexpr int contestReachDays = 28;   ///< how far back the last release may lie
inline constexpr int maxDrawsPerSweep = 20;   ///< the rest in the next sweep
inline constexpr int maxDrawEntries = 20'000; ///< of one session: then refused "slow-down"

/// Whether requests of a phone for this session are drawn just now.
bool isDrawing(Clerk& clerk, const HoldWish& wish, const HoldPlan& plan);
bool isContested(store::Database& database, const std::string& site, const ports::Clock& clock,
                 const core::BookingPolicy& policy, const store::Record& session);

/// Takes part: {"code":"drawing","rule":..,"draw":ID,"drawn_at":MS,"day","session"}, status 202
/// (requests.h). Who takes part already gets the same draw again.
Answer enterDraw(Clerk& clerk, const HoldWish& wish, const HoldPlan& plan);

/// {"draw","state":"waiting"|"won"|"lost","drawn_at","day","session"}; won: "rank", and "hold" as
/// POST holds answers while it lives; lost: "code":"drawn-out", "rule", "waitlist". Refused
/// "unknown-draw", also for another holder (`holder` empty: whoever asks).
Answer drawState(Clerk& clerk, const std::string& draw, const std::string& holder);

/// Draws what is due; how many draws.
int drawDue(Clerk& clerk);

} // namespace menzhen::clerk
