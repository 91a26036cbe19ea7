// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/messages.h"

#include <algorithm>

namespace menzhen::clerk {

namespace {

constexpr std::int64_t msPerKey = 30LL * 24 * 60 * 60 * 1000; // a data key a month, or so

/// The row's id is given by the store after the value is sealed: the place names the moment.
std::string place(std::int64_t madeAtMs, const std::string& kind, const char* column) {
    return "message/" + std::to_string(madeAtMs) + "/" + kind + "/" + column + "/1";
}

} // namespace

core::Result<void> queueMessage(store::Database& database, Sealing& sealing,
                                const MessageDraft& draft, std::int64_t nowMs) {
    {
        store::Query query(database, "SELECT count(*) FROM message WHERE state = 'queued'");
        query.step();
        if (query.integer(0) >= maxMessagesQueued)
            return core::refused("no-messages", "too many messages wait: try again later");
    }
    const std::string keyName = "message/" + std::to_string(nowMs / msPerKey);
    const core::Bytes phone =
        sealing.seal(keyName, place(nowMs, draft.kind, "recipient"), draft.phone);
    const core::Bytes text = sealing.seal(keyName, place(nowMs, draft.kind, "body"), draft.text);
    store::Query(database, "INSERT INTO message (site, kind, lang, key_name, recipient, body, "
                           "made_at, due_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(draft.site)
        .bind(draft.kind)
        .bind(draft.lang)
        .bind(keyName)
        .bind(core::ByteView(phone))
        .bind(core::ByteView(text))
        .bind(nowMs)
        .bind(nowMs)
        .bind(draft.expiresAtMs)
        .run();
    return {};
}

std::vector<ports::Message> dueMessages(store::Database& database, Sealing& sealing,
                                        std::int64_t nowMs, int most) {
    store::Query query(database,
                       "SELECT id, kind, lang, key_name, recipient, body, made_at FROM message "
                       "WHERE state = 'queued' AND due_at <= ? AND expires_at > ? ORDER BY due_at, "
                       "id LIMIT ?");
    query.bind(nowMs).bind(nowMs).bind(most);
    std::vector<ports::Message> due;
    while (query.step()) {
        const std::string kind = query.text(1);
        const auto phone =
            sealing.open(query.text(3), place(query.integer(6), kind, "recipient"), query.blob(4));
        const auto text =
            sealing.open(query.text(3), place(query.integer(6), kind, "body"), query.blob(5));
        if (phone && text) due.push_back({query.integer(0), kind, *phone, *text, query.text(2)});
    }
    return due;
}

void settleMessage(store::Database& database, const MessageOutcome& outcome, std::int64_t nowMs) {
    std::int64_t tries = 0;
    {
        store::Query query(database, "SELECT tries FROM message WHERE id = ? AND state = 'queued'");
        query.bind(outcome.id);
        if (!query.step()) return;
        tries = query.integer(0) + 1;
    }
    const bool again = !outcome.code.empty() && outcome.tryAgain && tries < maxMessageTries;
    const std::string state = outcome.code.empty() ? "sent" : again ? "queued" : "failed";
    const std::int64_t wait = std::min(firstMessageRetryMs << std::min<std::int64_t>(tries - 1, 10),
                                       longestMessageRetryMs);
    store::Query(database,
                 "UPDATE message SET state = ?, tries = ?, due_at = ?, code = ? WHERE id = ?")
        .bind(state)
        .bind(tries)
        .bind(nowMs + wait)
        .bind(outcome.code)
        .bind(outcome.id)
        .run();
}

void tidyMessages(store::Database& database, std::int64_t nowMs) {
    store::Query(database,
                 "UPDATE message SET state = 'expired' WHERE state = 'queued' AND expires_at <= ?")
        .bind(nowMs)
        .run();
    store::Query(database, "DELETE FROM message WHERE made_at < ? AND state <> 'queued'")
        .bind(nowMs - keptMessageMs)
        .run();
}

} // namespace menzhen::clerk
