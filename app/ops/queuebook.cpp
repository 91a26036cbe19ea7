// SPDX-License-Identifier: Apache-2.0
#include "app/ops/queuebook.h"

#include "app/core/check.h"
#include "app/ops/lastread.h"

#include <nlohmann/json.hpp>
#include <sstream>

namespace menzhen::ops {

namespace {

using core::Queue;
using core::QueueEntry;
using store::Record;

int small(const Record& row, std::string_view column) {
    return static_cast<int>(row.integer(column));
}

Record rowOf(const QueueKey& key, const QueueEntry& entry) {
    return Record("entry")
        .set("day", key.day)
        .set("id", entry.id)
        .set("band", entry.band)
        .set("slot", entry.slot)
        .set("kind", std::string(core::toText(entry.kind)))
        .set("lane", std::string(core::toText(entry.lane)))
        .set("level", entry.level)
        .set("pin", entry.pin.value_or(""))
        .set("state", std::string(core::toText(entry.state)))
        .set("misses", entry.misses)
        .set("late", entry.late ? 1 : 0)
        .set("gap", entry.gap)
        .set("seq", entry.seq)
        .set("front", entry.front)
        .set("elsewhere", entry.elsewhere);
}

core::ParameterValue parameterOf(const nlohmann::json& value) {
    if (value.is_boolean()) return value.get<bool>();
    if (value.is_number_integer()) return value.get<std::int64_t>();
    if (value.is_string()) return value.get<std::string>();
    if (value.is_array()) return value.get<std::vector<std::int64_t>>();
    return value.get<std::map<std::string, std::int64_t>>();
}

} // namespace

core::Result<QueueEntry> queueEntryOf(const Record& row) {
    const auto kind = core::entryKindFrom(row.text("kind"));
    const auto lane = core::laneFrom(row.text("lane"));
    const auto state = core::entryStateFrom(row.text("state"));
    if (!kind || !lane || !state)
        return core::fail(core::ErrorKind::Bug, "bad-queue", "an entry with an unknown word");
    QueueEntry entry;
    entry.id = row.text("id");
    entry.band = small(row, "band");
    entry.slot = small(row, "slot");
    entry.kind = *kind;
    entry.lane = *lane;
    entry.level = small(row, "level");
    if (!row.text("pin").empty()) entry.pin = row.text("pin");
    entry.state = *state;
    entry.misses = small(row, "misses");
    entry.late = row.integer("late") != 0;
    entry.gap = small(row, "gap");
    entry.seq = small(row, "seq");
    entry.front = small(row, "front");
    entry.elsewhere = row.text("elsewhere");
    return entry;
}

core::QueueState queueStateOf(const Record& row) {
    return {{small(row, "p"), small(row, "r"), small(row, "m")},
            small(row, "run"),
            small(row, "seq"),
            small(row, "moves")};
}

std::string stagedToText(const std::vector<core::StagedPlace>& places) {
    std::string text;
    for (const core::StagedPlace& place : places)
        text +=
            (text.empty() ? "" : " ") + place.id + "=" + std::string(core::toText(place.reason));
    return text;
}

std::vector<core::StagedPlace> stagedFromText(const std::string& text) {
    std::vector<core::StagedPlace> places;
    std::istringstream words(text);
    for (std::string word; words >> word;) {
        const std::size_t split = word.find('=');
        const auto reason = split == std::string::npos
                                ? std::nullopt
                                : core::callReasonFrom(word.substr(split + 1));
        MENZHEN_CHECK(reason.has_value(), "a staged list that no program wrote");
        places.push_back({word.substr(0, split), *reason});
    }
    return places;
}

namespace {

core::Result<core::QueueParameters> parametersIn(const std::string& text) {
    core::QueueParameters parameters;
    try {
        const nlohmann::json rules = nlohmann::json::parse(text);
        for (const auto& [name, value] : rules.items())
            if (const auto set = core::setParameter(parameters, name, parameterOf(value)); !set)
                return tl::unexpected(set.error());
    } catch (const nlohmann::json::exception&) {
        return core::badData("bad-value", "queue rules that are no object of plain values");
    }
    return parameters;
}

} // namespace

core::Result<core::QueueParameters> queueParametersFromJson(const std::string& text) {
    thread_local LastRead<core::Result<core::QueueParameters>> last;
    return last.of(text, parametersIn);
}

QueueBook::QueueBook(store::Database& database, std::string site)
    : database_(database), site_(std::move(site)) {}

core::Result<core::QueueParameters> QueueBook::parameters() {
    const auto organization = store::find(database_, site_, "organization", {site_});
    if (!organization) return core::QueueParameters{};
    return queueParametersFromJson(organization->text("queue_rules"));
}

core::Result<Queue> QueueBook::load(const QueueKey& key) {
    const std::vector<store::Cell> cells{std::int64_t{key.day}, key.half, key.id};
    const auto row = store::find(database_, site_, "queue", cells);
    if (!row) return core::refused("unknown-queue", "no queue '" + key.id + "' on this half-day");
    auto parameters = this->parameters();
    if (!parameters) return tl::unexpected(parameters.error());
    std::vector<QueueEntry> entries;
    for (const Record& r :
         store::select(database_, site_, "entry",
                       "AND day = ? AND half = ? AND queue = ? AND state <> 'carried'", cells)) {
        auto entry = queueEntryOf(r);
        if (!entry) return tl::unexpected(entry.error());
        entries.push_back(std::move(*entry));
    }
    core::StagedLists staged;
    for (const Record& r :
         store::select(database_, site_, "staged", "AND day = ? AND half = ? AND queue = ?", cells))
        if (!r.text("ids").empty()) staged[r.text("station")] = stagedFromText(r.text("ids"));
    return Queue::load(std::move(*parameters), std::move(entries), queueStateOf(*row),
                       std::move(staged));
}

core::Result<Queue*> QueueBook::open(const QueueKey& key) {
    if (generation_ != database_.generation()) {
        open_.clear();
        generation_ = database_.generation();
    }
    auto found = open_.find(key);
    if (found == open_.end()) {
        auto queue = load(key);
        if (!queue) return tl::unexpected(queue.error());
        found = open_.emplace(key, std::move(*queue)).first;
    }
    return &found->second;
}

core::Result<Queue*> QueueBook::openNew(const QueueKey& key) {
    auto parameters = this->parameters();
    if (!parameters) return tl::unexpected(parameters.error());
    auto queue = Queue::load(std::move(*parameters), {}, {}, {});
    if (!queue) return tl::unexpected(queue.error());
    return &open_.insert_or_assign(key, std::move(*queue)).first->second;
}

std::vector<Record> QueueBook::rowsOf(const QueueKey& key, const core::Changes& changes) const {
    const Queue& queue = open_.at(key);
    std::vector<Record> rows;
    for (const std::string& id : changes.entries)
        rows.push_back(rowOf(key, *queue.find(id)));
    if (changes.state) {
        const core::QueueState& state = queue.state();
        rows.push_back(Record("queue")
                           .set("day", key.day)
                           .set("half", key.half)
                           .set("id", key.id)
                           .set("p", state.counters.p)
                           .set("r", state.counters.r)
                           .set("m", state.counters.m)
                           .set("run", state.run)
                           .set("seq", state.lastSeq)
                           .set("moves", state.moves));
    }
    for (const std::string& station : changes.stations) {
        const auto list = queue.staged().find(station);
        rows.push_back(Record("staged")
                           .set("day", key.day)
                           .set("half", key.half)
                           .set("queue", key.id)
                           .set("station", station)
                           .set("ids", list == queue.staged().end() ? std::string()
                                                                    : stagedToText(list->second)));
    }
    return rows;
}

} // namespace menzhen::ops
