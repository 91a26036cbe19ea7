// SPDX-License-Identifier: Apache-2.0
#include "app/ops/elsewhere.h"

#include "db/store/records.h"

namespace menzhen::ops {

namespace {

struct Other {
    std::string id;
    QueueKey key;
};

std::vector<Other> read(store::Query& query, int day) {
    std::vector<Other> others;
    while (query.step())
        others.push_back({query.text(0), {day, query.text(1), query.text(2)}});
    return others;
}

/// The same person's entries in other queues that may still be called.
std::vector<Other> othersOf(JudgeContext& context, int day, const std::string& entry) {
    store::Query query(
        context.database(),
        "SELECT o.id, o.half, o.queue FROM entry e "
        "JOIN booking b ON b.site = e.site AND b.day = e.day AND b.id = e.booking "
        "JOIN booking p ON p.site = b.site AND p.day = b.day AND p.idhash = b.idhash "
        "JOIN entry o ON o.site = p.site AND o.day = p.day AND o.booking = p.id "
        "WHERE e.site = ? AND e.day = ? AND e.id = ? AND e.booking <> '' AND b.idhash <> '' AND "
        "p.idhash <> '' AND "
        "o.booking <> '' AND (o.queue <> e.queue OR o.half <> e.half) AND o.state NOT IN "
        "('called', 'finished', 'noshow')");
    query.bind(context.site()).bind(day).bind(entry);
    return read(query, day);
}

std::vector<Other> markedBy(JudgeContext& context, int day, const std::string& entry) {
    store::Query query(context.database(), "SELECT id, half, queue FROM entry WHERE site = ? AND "
                                           "day = ? AND elsewhere = ? AND elsewhere <> ''");
    query.bind(context.site()).bind(day).bind(entry);
    return read(query, day);
}

} // namespace

void shareServing(Judgement& judgement, JudgeContext& context, int day, const std::string& entry,
                  bool served) {
    if (entry.empty()) return;
    const auto others = served ? othersOf(context, day, entry) : markedBy(context, day, entry);
    for (const Other& other : others) {
        const auto queue = context.queues.open(other.key);
        if (!queue) continue;
        const auto changes = (*queue)->setElsewhere(other.id, served ? entry : std::string());
        if (changes) addRows(judgement, context, other.key, *changes);
    }
}

} // namespace menzhen::ops
