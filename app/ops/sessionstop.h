// SPDX-License-Identifier: Apache-2.0
// A session is stopped: the op, and what follows from it for each patient, in one transaction.
// Inside Database::transact(). Throws SQLite::Exception.
#pragma once

#include "app/ops/sitelog.h"

#include <optional>
#include <string>
#include <vector>

namespace menzhen::ops {

inline constexpr std::size_t maxStopReasonBytes = 60;
inline constexpr int maxStandInChain = 8; ///< whoever stands in may be stopped too

struct SessionStop {
    int day = 0; ///< yyyymmdd
    std::string session;
    std::string choice; ///< "move", "rebook", "cancel" (sessionstopped.cpp)
    std::string to;     ///< with "move": who takes the patients over
    std::string reason;
    std::string actor;
};

struct StoppedSession {
    int moved = 0;  ///< tickets that went over
    int booked = 0; ///< bookings that stay: whoever stands in sees them, or their patients choose
    int cancelled = 0; ///< bookings
    std::int64_t rev = 0;
};

/// Errors: those of session.stopped (sessionstopped.cpp).
core::Result<StoppedSession> stopSession(SiteLog& log, const SessionStop& stop);

/// The session that sees this session's patients: itself while it is open, else whoever stands in
/// for it, and so on; nothing: it was cancelled, or there is no such session.
std::optional<store::Record> servingSession(store::Database& database, const std::string& site,
                                            std::int64_t day, const std::string& session);

/// Tickets that a stopped session leaves without a doctor: entries that still may be called, of its
/// queue, or, when others serve that queue, none.
std::vector<std::string> entriesOfStopped(store::Database& database, const std::string& site,
                                          const store::Record& session);

/// A ticket that a kiosk printed before it knew of the stop goes over too.
core::Result<void> followStop(SiteLog& log, const Op& issued);

} // namespace menzhen::ops
