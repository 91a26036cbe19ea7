// SPDX-License-Identifier: Apache-2.0
// The registry's outbox of messages to patients: written in the transaction of what they tell,
// sealed, sent later by whoever has an adapter (app/registry/messenger.h), again after a failure.
// Throws SQLite::Exception inside transact()/read(). Thread: the connection's.
#pragma once

#include "app/clerk/sealing.h"
#include "app/ports/messagesender.h"

#include <cstdint>
#include <string>
#include <vector>

namespace menzhen::clerk {

inline constexpr int maxMessagesQueued = 20'000;           ///< beyond: refused "no-messages"
inline constexpr int maxMessageTries = 10;                 ///< then state failed
inline constexpr std::int64_t firstMessageRetryMs = 5'000; ///< doubled by each try
inline constexpr std::int64_t longestMessageRetryMs = 10 * 60'000;
inline constexpr std::int64_t keptMessageMs = 30LL * 24 * 60 * 60 * 1000; ///< then forgotten

struct MessageDraft {
    std::string site; ///< empty: of the whole registry
    std::string kind;
    std::string phone;
    std::string text;
    std::string lang = "zh";
    std::int64_t expiresAtMs = 0; ///< worth nothing after that
};

/// Errors: Refused "no-messages": too many wait.
core::Result<void> queueMessage(store::Database& database, Sealing& sealing,
                                const MessageDraft& draft, std::int64_t nowMs);

/// What waits and is due, oldest first.
std::vector<ports::Message> dueMessages(store::Database& database, Sealing& sealing,
                                        std::int64_t nowMs, int most);

struct MessageOutcome {
    std::int64_t id = 0;
    std::string code; ///< empty: sent
    bool tryAgain = false;
};

void settleMessage(store::Database& database, const MessageOutcome& outcome, std::int64_t nowMs);
/// Messages that came too late are given up, old ones forgotten.
void tidyMessages(store::Database& database, std::int64_t nowMs);

} // namespace menzhen::clerk
