// SPDX-License-Identifier: Apache-2.0
#include "app/flows/revocations.h"

#include "app/ops/fields.h"
#include "db/store/database.h"

#include <nlohmann/json.hpp>
#include <vector>

namespace menzhen::flows {

namespace {

using nlohmann::json;

constexpr std::size_t idDigits = 16;
constexpr std::size_t maxListBytes = maxRevokedIds * idDigits;

struct Revoked {
    int day = 0;
    std::string id;
    const char* state = "";
};

/// Nothing: not as agreed.
bool unpack(const json& day, std::vector<Revoked>& list) {
    ops::FieldReader read(day);
    const int date = static_cast<int>(read.integer("day", 19700101, 99991231));
    for (const char* state : {"cancelled", "redeemed"}) {
        const std::string packed = read.text(state, 0, maxListBytes);
        if (packed.size() % idDigits != 0) return false;
        for (std::size_t at = 0; at < packed.size(); at += idDigits)
            list.push_back({date, packed.substr(at, idDigits), state});
    }
    return !read.error() && list.size() <= maxRevokedIds;
}

} // namespace

Revocations::Revocations(FlowContext& context)
    : context_(context), alive_(std::make_shared<bool>(true)) {}

Revocations::~Revocations() {
    *alive_ = false;
}

void Revocations::turn() {
    const bool back = !context_.cutOff() && !wasConnected_;
    wasConnected_ = !context_.cutOff();
    const std::int64_t now = context_.clock.monotonicMs();
    const bool due = now - askedAtMs_ >= revocationsEveryMs || askedDay_ != context_.today();
    if (asking_ || !wasConnected_ || (!back && !due)) return;
    asking_ = true;
    askedAtMs_ = now;
    askedDay_ = context_.today();
    Command ask;
    ask.method = "GET";
    ask.path = "revocations";
    ask.timeoutMs = revocationsBudgetMs;
    command(context_, std::move(ask),
            [this, alive = alive_](const core::Result<json>& answer, const json&) {
                if (!*alive) return;
                asking_ = false;
                if (answer) return take(*answer);
                // The next turn asks again as if the cable had just been put back.
                wasConnected_ = false;
            });
}

void Revocations::take(const json& answer) {
    const auto days = answer.find("days");
    if (days == answer.end() || !days->is_array()) return;
    std::vector<Revoked> list;
    for (const json& day : *days)
        if (!unpack(day, list)) return;
    // A failure leaves the older list, which is true as far as it goes.
    (void)context_.database().transact([&]() -> core::Result<void> {
        store::Query(context_.database(), "DELETE FROM revoked").run();
        for (const Revoked& one : list)
            store::Query(context_.database(),
                         "INSERT OR REPLACE INTO revoked (day, id, state) VALUES (?, ?, ?)")
                .bind(one.day)
                .bind(one.id)
                .bind(one.state)
                .run();
        return {};
    });
}

std::string revokedState(const FlowContext& context, const std::string& booking) {
    store::Query query(context.database(), "SELECT state FROM revoked WHERE id = ?");
    query.bind(booking);
    return query.step() ? query.text(0) : std::string();
}

} // namespace menzhen::flows
