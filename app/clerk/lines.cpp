// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/lines.h"

namespace menzhen::clerk {

namespace {

/// Every operation that moves somebody shows in the queue's row; the minute moves who is due.
std::string versionOf(store::Database& database, const std::string& site, const ops::QueueKey& key,
                      int minute) {
    store::Query query(database, "SELECT moves || '/' || seq || '/' || numbers || '/' || run || "
                                 "'/' || p || '/' || r || '/' || m || '/' || (SELECT "
                                 "coalesce(max(rev), 0) FROM station s WHERE s.site = q.site AND "
                                 "s.queue = q.id) FROM queue q WHERE site = ? AND day = ? AND half "
                                 "= ? AND id = ?");
    query.bind(site).bind(key.day).bind(key.half).bind(key.id);
    if (!query.step()) return {};
    return query.text(0) + "@" + std::to_string(minute);
}

/// What was shown before stays as long as it may.
void foretell(Line& line, const Forecast& forecast, const Line* before) {
    line.why = forecast.why;
    if (forecast.next) line.next = core::shownRange(*forecast.next, std::nullopt);
    for (const auto& [id, times] : forecast.times) {
        std::optional<core::ClockRange> shown;
        if (before != nullptr)
            if (const auto known = before->ranges.find(id); known != before->ranges.end())
                shown = known->second;
        line.ranges.emplace(id, core::shownRange(times, shown));
    }
}

} // namespace

const Line* Lines::of(store::Database& database, const std::string& site, const ops::QueueKey& key,
                      const ports::Clock& clock) {
    const int minute = clock.now().minute;
    std::string version = versionOf(database, site, key, minute);
    if (version.empty()) return nullptr;
    const auto at = std::pair(site, key);
    const std::int64_t now = clock.monotonicMs();
    if (const auto known = kept_.find(at); known != kept_.end() &&
                                           known->second.version == version &&
                                           now - known->second.atMs < maxLineAgeMs)
        return &known->second.line;
    ops::QueueBook book(database, site);
    const auto queue = book.open(key);
    if (!queue) return nullptr;
    if (kept_.size() >= maxLinesKept) kept_.clear();
    Line line{**queue, core::peopleAhead(**queue, minute), {}, {}};
    const auto before = kept_.find(at);
    foretell(line, forecastOf(database, site, key, **queue, line.ahead, clock),
             before == kept_.end() ? nullptr : &before->second.line);
    Kept kept{std::move(version), now, std::move(line)};
    return &kept_.insert_or_assign(at, std::move(kept)).first->second.line;
}

} // namespace menzhen::clerk
