// SPDX-License-Identifier: Apache-2.0
// What the op types of a queue entry share: finding it and its queue.
#pragma once

#include "app/ops/types.h"

#include <string>

namespace menzhen::ops {

/// Column `paper` of an entry: what a station took from paper and its kiosk has not sent yet.
inline constexpr int paperTicket = 1;  ///< the registration
inline constexpr int paperArrival = 2; ///< the check-in

struct OpenedEntry {
    std::string id;
    std::string state;
    std::int64_t calls = 0;
    std::string station; ///< that called it last
    std::string reason;  ///< of that call
    std::int64_t paper = 0;
    QueueKey key;
    core::Queue* queue = nullptr;
    bool secondPaper = false; ///< asked for by the ticket of a second paper
};

/// The entry that a ticket stands for: its own, or, of a second paper of one booking, that of the
/// first arrival.
std::string entryOfTicket(store::Database& database, const std::string& site, int day,
                          const std::string& ticket);

/// `id`: an entry's, or the ticket's of a second paper. Errors: Refused "unknown-entry",
/// "unknown-queue".
core::Result<OpenedEntry> openEntry(JudgeContext& context, int day, const std::string& id);

/// A record of the entry with its key alone.
store::Record entryKey(int day, const std::string& id);

/// "refused:STATE" as the code of a dead letter or an answer.
core::Error asRefusal(core::Error error);

/// Adds the rows that `changes` touched.
void addRows(Judgement& judgement, JudgeContext& context, const QueueKey& key,
             const core::Changes& changes);

} // namespace menzhen::ops
