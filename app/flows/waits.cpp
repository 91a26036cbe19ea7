// SPDX-License-Identifier: Apache-2.0
#include "app/flows/waits.h"

#include "app/core/calendar.h"
#include "app/ops/fields.h"
#include "db/store/database.h"

#include <nlohmann/json.hpp>

namespace menzhen::flows {

using nlohmann::json;

Waits::Waits(FlowContext& context) : context_(context), alive_(std::make_shared<bool>(true)) {}

Waits::~Waits() {
    *alive_ = false;
}

void Waits::ask(const std::string& half, const std::string& queue, std::function<void()> done) {
    if (!done) done = [] {};
    if (queue.empty() || context_.cutOff()) return context_.later(0, std::move(done));
    Command ask;
    ask.method = "GET";
    ask.path = "queues/" + queue + "/waits?half=" + half;
    command(context_, std::move(ask),
            [this, alive = alive_, name = half + "/" + queue,
             done = std::move(done)](const core::Result<json>& answer, const json&) {
                if (!*alive) return;
                if (answer) take(name, *answer);
                done();
            });
}

void Waits::askNow(const std::string& queue, std::function<void()> done) {
    std::string half;
    (void)context_.database().read([&]() -> core::Result<void> {
        half = halfDayNow(context_);
        return {};
    });
    ask(half, queue, std::move(done));
}

void Waits::take(const std::string& name, const json& answer) {
    const auto waits = answer.find("waits");
    if (waits == answer.end() || !waits->is_array()) return;
    Table table;
    table.atMs = context_.clock.monotonicMs();
    for (const json& one : *waits) {
        ops::FieldReader read(one);
        const auto ahead = static_cast<int>(read.integer("ahead", 0, maxSimulatedCalls));
        const auto from = static_cast<int>(read.integer("from", 0, 2 * core::minutesPerDay));
        const auto to = static_cast<int>(read.integer("to", 0, 2 * core::minutesPerDay));
        if (read.error()) return;
        table.byAhead[ahead] = {from, to};
    }
    if (tables_.size() >= maxQueuesKept) tables_.clear();
    tables_[name] = std::move(table);
}

std::string Waits::rangeOf(const std::string& half, const std::string& queue, int ahead) const {
    const auto table = tables_.find(half + "/" + queue);
    if (table == tables_.end() || context_.cutOff() ||
        context_.clock.monotonicMs() - table->second.atMs > waitsFreshMs)
        return {};
    const auto found = table->second.byAhead.find(ahead);
    if (found == table->second.byAhead.end()) return {};
    const auto [from, to] = found->second;
    if (to <= context_.clock.now().minute || to >= core::minutesPerDay) return {};
    return core::formatMinute(from) + "-" + core::formatMinute(to);
}

} // namespace menzhen::flows
