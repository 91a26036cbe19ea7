// SPDX-License-Identifier: Apache-2.0
// What every journey stands on, and how it asks the registry for something that needs one winner.
//
// The law of this room: everything here runs on the flow thread. What the own store can answer is
// returned; what waits for the registry or for a printer comes by a std::function, called exactly
// once, later, on the flow thread, never inside the call itself. Every failure is a core::Error
// whose `code` never changes: the screens turn it into words and say where to go. No sentences are
// made here. A flow must outlive its callbacks: stop the link, then destroy the flows.
#pragma once

#include "app/core/result.h"
#include "app/core/ticket.h"
#include "app/ports/chance.h"
#include "app/ports/clock.h"
#include "app/ports/crypto.h"
#include "app/ports/registrylink.h"

#include <cstdint>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

namespace menzhen::store {
class Database;
} // namespace menzhen::store

namespace menzhen::sync {
class Journal;
} // namespace menzhen::sync

namespace menzhen::ports {
class TicketPrinter;
} // namespace menzhen::ports

namespace menzhen::flows {

/// A name in both languages, as the hospital file has it; `en` may be empty.
using core::TicketName;

inline constexpr int commandBudgetMs = 500; ///< queue-rules commands (architecture.md section 3)
inline constexpr int holdBudgetMs = 2000;   ///< a patient waits for a number: longer than a call
inline constexpr int signInBudgetMs = 5000; ///< scrypt in the registry takes its time

/// Everything lives longer than the flows.
struct FlowContext {
    sync::Journal& journal;
    const ports::Clock& clock;
    ports::Chance& chance;
    const ports::Crypto& crypto;
    const ports::PrivateKey& key; ///< this device's own: signs tickets
    ports::RegistryLink& link;
    ports::TicketPrinter* printer = nullptr; ///< none at a station
    std::string publicUrl;                   ///< "https://menzhen.example", without a last slash
    /// Runs a closure on the flow thread after so many milliseconds (0: next, never inside the
    /// call). Every program sets it.
    std::function<void(int delayMs, std::function<void()> run)> later;
    /// UTC milliseconds of the registry's last answer, 0: none in this run. Empty: always 0.
    std::function<std::int64_t()> lastContactMs = {};
    /// Whether the registry answers (sync::SyncState::connected). Empty: it always does.
    std::function<bool()> connected = {};
    /// When the call may come, "10:20-10:45", for who has so many before in a queue of today
    /// (waits.h); empty text: nobody can say. Empty: nobody ever can.
    std::function<std::string(const std::string& half, const std::string& queue, int ahead)>
        callRange = {};

    store::Database& database() const;
    const std::string& site() const;
    const std::string& device() const;
    int today() const; ///< yyyymmdd

    /// The link is known to be down: nothing is asked, the offline rules apply at once.
    bool cutOff() const;
    /// So many random bytes in hexadecimal.
    std::string drawId(std::size_t bytes) const;
    /// How old the own picture of the hospital is; nothing: no contact in this run.
    std::optional<std::int64_t> dataAgeMs() const;
};

struct Command {
    std::string method = "POST";
    std::string path; ///< below /v1/sites/SITE/, without a first slash: "holds"
    std::string body; ///< JSON text; empty: none
    std::string
        key; ///< Idempotency-Key; a repeat with the same key and body asks, never does twice
    int timeoutMs = commandBudgetMs;
};

/// `problem` is the registry's problem document, null when there is none: a few codes carry more
/// ("tries_left"). Errors: Offline "no-answer", "timeout", "stopped" (it may have been done: ask
/// again with the same key); Refused, Data, Busy or Device with the registry's `code`; Device
/// "bad-answer".
using Answered =
    std::function<void(core::Result<nlohmann::json> answer, const nlohmann::json& problem)>;
void command(const FlowContext& context, Command command, Answered answered);

} // namespace menzhen::flows
