// SPDX-License-Identifier: Apache-2.0
// What several op types do with slots.
#pragma once

#include "app/core/bookingrules.h"
#include "app/ops/optype.h"
#include "db/store/records.h"

#include <optional>
#include <string>
#include <vector>

namespace menzhen::ops {

/// The pool that kiosks sell from; its holds may be printed without a network.
inline constexpr const char* kioskChannel = "KIOSK";

/// The pool that phones sell from.
inline constexpr const char* phoneChannel = "PHONE";

/// Whether a hold of this pool (the kiosks' own, or that of the old, who are served there too) may
/// be on paper before the registry hears of it.
inline bool isPrintedFrom(std::string_view channel) {
    return channel == kioskChannel || channel == core::elderChannel;
}

/// Under which associated data, below the site's id, a kiosk seals the identity number of whoever
/// asks for a place of the old: good for that hold alone.
inline std::string holdSealPlace(const std::string& session, int day) {
    return "hold/" + session + "/" + std::to_string(day);
}

/// The channel of slots beyond the plan (slotadded.cpp): nobody sells from it.
inline constexpr const char* extraChannel = "EXTRA";

/// Whether a session sees its patients by video: no ticket, no queue, no room (visitjoined.cpp).
bool isVirtual(const store::Record& session);
bool isVirtualSession(store::Database& database, const std::string& site, int day,
                      const std::string& session);

/// Length of a time band at this site, minutes (the hospital's queue rules).
int bandMinutes(JudgeContext& context);

/// The session of the op's day when a place of it may be given away now. Errors: Refused
/// "unknown-session", "session-closed", "session-over".
core::Result<store::Record> sessionToSell(const Op& op, JudgeContext& context,
                                          const std::string& session);

/// A record with the slot's key alone, to be filled with what changes.
store::Record slotKey(const store::Record& slot);
std::optional<store::Record> slotOfHold(JudgeContext& context, const std::string& hold);

/// The slot that comes back when the booking goes; nothing: it has none here, or it is another
/// booking's, whose place was sold again ("C012-2", returned.h).
std::optional<store::Record> slotOfBooking(JudgeContext& context, const store::Record& booking);

/// What a slot's `fee_state` becomes when its registration is gone: what was paid is owed.
std::string feeWhenGone(const store::Record& slot);

/// A slot that was ever booked or printed is never sold again: it retires, and its place comes back
/// as a new slot of the same band and channel with the next free number of its department and
/// half-day, free from `releaseAtMs` on (architecture.md section 3, Numbers).
std::vector<store::Record> comesBack(JudgeContext& context, const store::Record& slot,
                                     std::int64_t releaseAtMs);

/// Whether a ticket of the day is called by this number.
bool isNumberOfTicket(store::Database& database, const std::string& site, std::int64_t day,
                      const std::string& number);

/// "C019" after "C018"; the prefix stays.
std::string nextNumber(const std::string& number);
/// The number that a further slot of this half-day gets: after all that its department ever gave,
/// so that no number stands on two papers. Empty when the half-day has none yet.
std::string freeNumber(store::Database& database, const std::string& site, std::int64_t day,
                       const std::string& department, const std::string& half);

} // namespace menzhen::ops
