// SPDX-License-Identifier: Apache-2.0
#include "db/sync/commands.h"

#include "app/core/calendar.h"

namespace menzhen::sync {

namespace {

constexpr std::size_t requestBytes = 16;
constexpr const char* known = "known";

void close(store::Database& database, const std::string& request, const char* state) {
    // The body has done its work; the id is what a late answer is known by.
    store::Query(database, "UPDATE question SET state = ?, body = '' WHERE request = ?")
        .bind(state)
        .bind(request)
        .run();
}

} // namespace

Commands::Commands(Journal& journal, const ports::Clock& clock, ports::Chance& chance)
    : journal_(journal), clock_(clock), chance_(chance) {}

std::optional<Question> Commands::find(const std::string& kind) {
    store::Query q(journal_.database(), "SELECT request, path, body, asked_at FROM question WHERE "
                                        "kind = ? AND state = 'open' AND day = ?");
    q.bind(kind).bind(clock_.now().day);
    if (!q.step()) return std::nullopt;
    return Question{q.text(0), kind, q.text(1), q.text(2), q.integer(3), true};
}

core::Result<Question> Commands::ask(const std::string& kind,
                                     const std::function<core::Result<QuestionDraft>()>& make) {
    Question question;
    const auto done = journal_.database().transact([&]() -> core::Result<void> {
        if (auto open = find(kind)) {
            question = std::move(*open);
            return {};
        }
        auto draft = make();
        if (!draft) return tl::unexpected(draft.error());
        core::Bytes id(requestBytes);
        chance_.fill(id);
        question.request = core::toHex(id);
        draft->body["request"] = question.request;
        question.kind = kind;
        question.path = draft->path;
        question.body = draft->body.dump();
        question.askedAtMs = clock_.utcMs();
        const int today = clock_.now().day;
        store::Query(journal_.database(), "DELETE FROM question WHERE day < ? OR (kind = ? AND "
                                          "state IN ('open', ?))")
            .bind(core::addDays(today, -replacedQuestionsKeptDays))
            .bind(kind)
            .bind(known)
            .run();
        store::Query(journal_.database(), "INSERT INTO question (request, kind, day, path, body, "
                                          "asked_at) VALUES (?, ?, ?, ?, ?, ?)")
            .bind(question.request)
            .bind(kind)
            .bind(today)
            .bind(question.path)
            .bind(question.body)
            .bind(question.askedAtMs)
            .run();
        return {};
    });
    if (!done) return tl::unexpected(done.error());
    return question;
}

core::Result<std::optional<Question>> Commands::open(const std::string& kind) {
    std::optional<Question> question;
    const auto done = journal_.database().read([&]() -> core::Result<void> {
        question = find(kind);
        return {};
    });
    if (!done) return tl::unexpected(done.error());
    return question;
}

core::Result<std::vector<Question>> Commands::allOpen(const std::string& kinds) {
    std::vector<Question> found;
    const auto done = journal_.database().read([&]() -> core::Result<void> {
        store::Query q(journal_.database(),
                       "SELECT request, kind, path, body, asked_at FROM question WHERE state = "
                       "'open' AND day = ? AND substr(kind, 1, length(?)) = ? ORDER BY asked_at");
        q.bind(clock_.now().day).bind(kinds).bind(kinds);
        while (q.step())
            found.push_back({q.text(0), q.text(1), q.text(2), q.text(3), q.integer(4), true});
        return {};
    });
    if (!done) return tl::unexpected(done.error());
    return found;
}

/// "open", "known" (its answer may still come and count), "replaced"; empty: closed.
std::string Commands::stateOf(const std::string& request) {
    store::Query q(journal_.database(), "SELECT state FROM question WHERE request = ?");
    q.bind(request);
    return q.step() ? q.text(0) : std::string();
}

core::Result<std::string> Commands::readState(const std::string& request) {
    std::string state;
    const auto done = journal_.database().read([&]() -> core::Result<void> {
        state = stateOf(request);
        return {};
    });
    if (!done) return tl::unexpected(done.error());
    return state;
}

core::Result<bool> Commands::isOpen(const std::string& request) {
    const auto state = readState(request);
    if (!state) return tl::unexpected(state.error());
    return *state == "open" || *state == known;
}

core::Result<bool> Commands::isKnown(const std::string& request) {
    const auto state = readState(request);
    if (!state) return tl::unexpected(state.error());
    return *state == known;
}

core::Result<bool> Commands::answered(const std::string& request, const std::string& memory) {
    bool counts = false;
    const auto done = journal_.database().transact([&]() -> core::Result<void> {
        const std::string state = stateOf(request);
        counts = state == "open" || state == known;
        if (counts && memory.empty())
            store::Query(journal_.database(), "DELETE FROM question WHERE request = ?")
                .bind(request)
                .run();
        else if (counts)
            store::Query(journal_.database(),
                         "UPDATE question SET state = 'answered', body = ? WHERE request = ?")
                .bind(memory)
                .bind(request)
                .run();
        return {};
    });
    if (!done) return tl::unexpected(done.error());
    return counts;
}

core::Result<std::vector<std::string>> Commands::memories(const std::string& kind) {
    std::vector<std::string> found;
    const auto done = journal_.database().read([&]() -> core::Result<void> {
        store::Query q(journal_.database(),
                       "SELECT body FROM question WHERE state = 'answered' AND "
                       "day = ? AND substr(kind, 1, length(?)) = ?");
        q.bind(clock_.now().day).bind(kind).bind(kind);
        while (q.step())
            found.push_back(q.text(0));
        return {};
    });
    if (!done) return tl::unexpected(done.error());
    return found;
}

core::Result<void> Commands::forgetMemories(const std::string& kind) {
    return journal_.database().transact([&]() -> core::Result<void> {
        store::Query(journal_.database(), "DELETE FROM question WHERE state = 'answered' AND "
                                          "substr(kind, 1, length(?)) = ?")
            .bind(kind)
            .bind(kind)
            .run();
        return {};
    });
}

core::Result<Committed>
Commands::standIn(const std::string& request, std::vector<DraftOp> drafts,
                  const std::function<std::vector<DraftEffect>(const Committed&)>& effectsOf) {
    const auto state = readState(request);
    if (!state) return tl::unexpected(state.error());
    if (*state != "open" && *state != known)
        return core::refused("no-question", "its answer was taken, or another op stands in");
    for (DraftOp& draft : drafts)
        draft.request = request;
    return journal_.commit(drafts, [&](const Committed& committed) {
        close(journal_.database(), request, "replaced");
        return effectsOf ? effectsOf(committed) : std::vector<DraftEffect>();
    });
}

void noteOutcome(store::Database& database, const std::string& request) {
    store::Query(database, "UPDATE question SET state = ? WHERE request = ? AND state = 'open'")
        .bind(known)
        .bind(request)
        .run();
}

} // namespace menzhen::sync
