// SPDX-License-Identifier: Apache-2.0
// Questions to the registry whose answer may get lost (sync.md 1.18): call next, a hold. A question
// stands in the store before it is sent, under the id that is its Idempotency-Key and the body's
// `request`. What then:
//
//   an answer       answered() says whether it still counts. True: use it. False: an own op stands
//                   in for it already: ignore the answer, the registry takes its side back.
//   silence         ask() again gives the same question (same id, same bytes): the registry repeats
//                   its answer and does nothing twice. So does a crash between answer and commit.
//   the offline rule standIn() writes the op that stands in, with the question's id as `request`,
//                   and closes the question, in one transaction.
//
// Nothing here sends: whoever asks hands the question to the link. Bodies hold no personal data.
// Thread: the flow thread. Nothing throws.
#pragma once

#include "app/ports/chance.h"
#include "app/ports/clock.h"
#include "db/sync/journal.h"

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace menzhen::sync {

/// A question of an earlier day is forgotten: its answer is of no use, and the registry remembers
/// requests for the service day alone.
inline constexpr int replacedQuestionsKeptDays = 2;

struct Question {
    std::string request; ///< its id: Idempotency-Key, and `request` in the body
    std::string kind;    ///< whose it is; at most one of a kind is open: "call-next", "hold:..."
    std::string path;    ///< below /v1/sites/SITE/, without a first slash
    std::string body;    ///< JSON text, the same bytes each time
    std::int64_t askedAtMs = 0; ///< UTC, the first time
    bool again = false;         ///< it was asked before and nobody heard an answer
};

/// What is asked, before it has an id.
struct QuestionDraft {
    std::string path;
    nlohmann::json body = nlohmann::json::object(); ///< `request` is added
};

class Commands {
public:
    /// Everything outlives it.
    Commands(Journal& journal, const ports::Clock& clock, ports::Chance& chance);

    /// The question of this kind that is open since today, else what `make` drafts: stored, then
    /// returned. `make` runs inside the transaction. A question whose outcome stands in the own
    /// store by now is not asked again. Errors: those of `make`, Device "store-...".
    core::Result<Question> ask(const std::string& kind,
                               const std::function<core::Result<QuestionDraft>()>& make);
    /// The open question of this kind, of today.
    core::Result<std::optional<Question>> open(const std::string& kind);
    /// Every open question of today whose kind begins with `kinds`, oldest first.
    core::Result<std::vector<Question>> allOpen(const std::string& kinds);

    /// The registry said something to it: its answer, or a refusal. True: it counts, and the
    /// question is closed. False: it was replaced, or closed before. Call it when what follows from
    /// the answer is in the store: after a crash the question is asked again.
    /// `memory` is kept for the day: what the answer said that the own store has not pulled yet,
    /// and that a program which starts anew has to know.
    core::Result<bool> answered(const std::string& request, const std::string& memory = {});
    /// Those of today whose kind begins with `kind`, in no order.
    core::Result<std::vector<std::string>> memories(const std::string& kind);
    /// The store knows it by now, or something else came in its place. Errors: Device "store-...".
    core::Result<void> forgetMemories(const std::string& kind);
    /// Whether answered() would say true; closes nothing.
    core::Result<bool> isOpen(const std::string& request);
    /// Whether the log has brought what came of it, before its answer.
    core::Result<bool> isKnown(const std::string& request);

    /// The offline rule: commits `drafts`, each with `request` set to the question's id, and
    /// closes the question, in one transaction. Errors: Refused "no-question" when it is not open
    /// (its answer was taken meanwhile), those of Journal::commit.
    core::Result<Committed>
    standIn(const std::string& request, std::vector<DraftOp> drafts,
            const std::function<std::vector<DraftEffect>(const Committed&)>& effectsOf = {});

private:
    std::optional<Question> find(const std::string& kind);
    std::string stateOf(const std::string& request);
    core::Result<std::string> readState(const std::string& request);

    Journal& journal_;
    const ports::Clock& clock_;
    ports::Chance& chance_;
};

/// The log brought what the registry did for a request: if it was this device's question, nobody
/// need ask it again. Inside transact().
void noteOutcome(store::Database& database, const std::string& request);

} // namespace menzhen::sync
