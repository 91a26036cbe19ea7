// SPDX-License-Identifier: Apache-2.0
// What the calls by choice share (entrychosen.cpp, entrycalledoffline.cpp, ticketaccepted.cpp).
#pragma once

#include "app/ops/entry.h"

#include <string>

namespace menzhen::ops {

/// How long a station that is cut off may call its staged list, on its own monotonic clock, after
/// the registry answered it last (sync.md 1.9).
inline constexpr std::int64_t claimTtlMs = 10 * 60'000;

/// One patient called by name, not by the order.
struct ChosenCall {
    std::string station;
    std::string room;
    std::string entry;
    std::string finish; ///< seen off first, as long as this station has called them; or empty
    std::string reason; ///< of the call: "N:on-turn" of a promise, "chosen", "emergency", "paper"
    std::string kind;   ///< of the deviation that is listed; empty: none
    std::string text;   ///< of the deviation
    bool alone = false; ///< whoever else the station has called in this queue is seen off, too
};

/// Calls, remembers (for undo) and lists. Where another station was first (received facts alone):
/// compensated, "superseded", and nothing but `finish` happens. Errors: Refused "refused:STATE",
/// "unknown-entry".
core::Result<Judgement> callByChoice(const Op& op, JudgeContext& context, const QueueKey& key,
                                     const ChosenCall& call);

/// `finish` of whom this station has called; nothing happens when that is not so (any more).
core::Changes seeOff(JudgeContext& context, const QueueKey& key, const std::string& station,
                     const std::string& finish);

/// What changed earlier stands: an entry that is in both is as `to` has it.
void add(core::Changes& to, core::Changes more);
/// A room sees one patient. What the registry has called for a station that did not hear it, or
/// gave back when the station withdrew its question, may stand beside whom the station sees: it is
/// seen off with the next call, but for `entry` and `finish`.
core::Changes seeOffOthers(JudgeContext& context, const QueueKey& key, const std::string& station,
                           const std::string& entry, const std::string& finish);

/// The row of the daily list.
store::Record deviationRow(const Op& op, JudgeContext& context, const std::string& entry,
                           const std::string& kind, const std::string& station,
                           const std::string& text);

/// Whether this station called the entry and lost it to another one that was first.
bool lostTo(JudgeContext& context, int day, const std::string& entry, const std::string& station);

} // namespace menzhen::ops
