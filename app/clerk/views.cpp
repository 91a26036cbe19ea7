// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/views.h"

#include "app/clerk/logpage.h"
#include "app/clerk/viewreads.h"
#include "app/core/calendar.h"
#include "app/ops/devicetrust.h"
#include "app/ops/judgement.h"
#include "app/ops/op.h"
#include "db/store/digest.h"
#include "db/store/migrations.h"
#include "db/store/records.h"

#include <array>
#include <charconv>
#include <map>

namespace menzhen::clerk {

namespace {

using store::Record;

void addCell(std::string& to, const store::Query& row, int column, bool isText) {
    if (isText) return ops::addJsonText(to, row.view(column));
    std::array<char, 24> digits{};
    const auto end =
        std::to_chars(digits.data(), digits.data() + digits.size(), row.integer(column));
    to.append(digits.data(), end.ptr);
}

/// {"columns":[...],"rows":[[...],...]}, straight from the store: fifty thousand rows of a long
/// morning are a million cells.
void addTable(std::string& to, store::Query& rows, const store::Table& table) {
    to += R"({"columns":[)";
    for (const store::Column& column : table.columns)
        to.append(&column == &table.columns.front() ? "\"" : ",\"")
            .append(column.name)
            .append("\"");
    to += R"(],"rows":[)";
    for (bool first = true; rows.step(); first = false) {
        to += first ? "[" : ",[";
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            if (i > 0) to += ',';
            addCell(to, rows, static_cast<int>(i), table.columns[i].text);
        }
        to += ']';
    }
    to += "]}";
}

/// Computed once a revision, whoever asks: it is a pass over all rows of two days.
std::string digestAt(store::Database& database, const std::string& site,
                     const store::SitePosition& position, int today) {
    struct Last {
        std::string of;
        std::string digest;
    };

    thread_local std::map<std::string, Last> last;
    // The chain, not the revision alone: one process may hold several logs of one epoch in turn.
    const std::string of =
        position.epoch + "/" + core::toHex(position.chain) + "/" + std::to_string(today);
    Last& known = last[site];
    if (known.of != of)
        known = {of, store::lobbyDigest(database, site, today, core::nextDay(today))};
    return known.digest;
}

} // namespace

Views::Views(store::Database& database, std::string site, const ports::Clock& clock, Recall* recall)
    : database_(database), site_(std::move(site)), clock_(clock), recall_(recall) {}

Recall& Views::recall() {
    if (recall_ == nullptr) recall_ = &own_.emplace();
    return *recall_;
}

SnapshotShelf* Views::shelf() const {
    return recall_ == nullptr ? nullptr : recall_->snapshots;
}

core::Result<void> Views::admit(const std::string& device, const std::string& fingerprint) {
    const auto known = store::findDevice(database_, site_, device);
    return ops::admitDevice(known ? &*known : nullptr, fingerprint);
}

std::string Views::lobbyTables(int today) {
    std::string all = "{";
    for (const store::Table& table : store::tables()) {
        store::Query rows(database_, store::selectSql(table) + " WHERE site = ?" +
                                         (table.perDay ? " AND day IN (?, ?)" : ""));
        rows.bind(site_);
        if (table.perDay) rows.bind(today).bind(core::nextDay(today));
        all.append(all.size() > 1 ? ",\"" : "\"").append(table.name).append("\":");
        addTable(all, rows, table);
    }
    return all.append(1, '}');
}

std::string Views::lobbySnapshot(const store::SitePosition& position, std::int64_t least) {
    const int today = clock_.now().day;
    PublishedSnapshot made;
    SnapshotShelf* kept = shelf();
    const PublishedSnapshot* shown =
        kept == nullptr ? nullptr : kept->find(site_, position.epoch, position.rev, today, least);
    if (shown == nullptr) {
        made = {position.epoch,    position.rev, today, core::toHex(position.chain), {},
                lobbyTables(today)};
        shown = kept == nullptr ? &made : &kept->keep(site_, std::move(made));
    }
    json head{{"scope", "lobby"},
              {"epoch", shown->epoch},
              {"revision", shown->revision},
              {"chain", shown->chain},
              {"now", clock_.utcMs()},
              {"day", shown->day},
              {"schema", store::schemaVersion()},
              {"horizon", store::logHorizon(database_, site_)}};
    if (!shown->hash.empty()) head["hash"] = shown->hash;
    std::string text = textOf(head);
    text.back() = ',';
    text.reserve(text.size() + shown->tables.size() + 16);
    return text.append(R"("tables":)").append(shown->tables).append(1, '}');
}

core::Result<std::string> Views::snapshotText(const std::string& scope, std::int64_t least,
                                              const std::string& epoch) {
    const auto position = positionOf(database_, site_);
    if (!position) return tl::unexpected(position.error());
    if (scope == "lobby")
        return lobbySnapshot(*position, least < 0                  ? position->rev
                                        : epoch == position->epoch ? least
                                                                   : 0);
    if (scope.starts_with(boardScopePrefix)) return textOf(boardSnapshot(*position, scope));
    return core::badData("unknown-scope", "scope: 'lobby' or 'board:ZONE' is wanted");
}

core::Result<json> Views::snapshot(const std::string& scope) {
    const auto text = snapshotText(scope);
    if (!text) return tl::unexpected(text.error());
    return json::parse(*text);
}

std::string Views::lobbyChanges(std::int64_t after, std::int64_t limit, bool digest) {
    const auto position = positionOf(database_, site_);
    const std::int64_t today = clock_.now().day;
    const std::int64_t tomorrow = core::nextDay(static_cast<int>(today));
    const std::vector<store::LoggedOp> ops =
        store::opsBetween(database_, site_, after, position->rev, limit);
    LogPage page;
    for (const store::LoggedOp& op : ops)
        if (op.day == 0 || op.day == today || op.day == tomorrow) page.addOutcome(op);
    const bool whole = static_cast<std::int64_t>(ops.size()) < limit;
    json head{{"epoch", position->epoch},
              {"after", after},
              {"through", whole ? position->rev : ops.back().rev},
              {"revision", position->rev},
              {"now", clock_.utcMs()},
              {"day", today}};
    if (whole) head["chain"] = core::toHex(position->chain);
    if (digest && after == position->rev)
        head["digest"] = digestAt(database_, site_, *position, static_cast<int>(today));
    return page.text(head);
}

core::Result<std::string> Views::ownOps(const std::string& device, std::int64_t incarnation,
                                        std::int64_t after, std::int64_t limit) {
    LogPage page;
    std::int64_t through = after;
    for (const store::LoggedOp& op : store::opsOf(database_, site_, device, incarnation, after,
                                                  std::min(limit, maxOpsPerPage))) {
        through = op.seq;
        page.addOwn(op);
    }
    return page.text(
        {{"device", device}, {"incarnation", incarnation}, {"after", after}, {"through", through}});
}

core::Result<std::string> Views::changes(const std::string& scope, std::int64_t after,
                                         std::int64_t limit, const std::string& epoch,
                                         bool digest) {
    const auto position = positionOf(database_, site_);
    if (!position) return tl::unexpected(position.error());
    if ((!epoch.empty() && epoch != position->epoch) || after > position->rev ||
        (scope == "lobby" && after < store::logHorizon(database_, site_)))
        return core::refused("snapshot-needed",
                             "this log cannot serve that cursor: fetch a snapshot");
    if (scope == "lobby") return lobbyChanges(after, std::min(limit, maxOpsPerPage), digest);
    if (!scope.starts_with(boardScopePrefix))
        return core::badData("unknown-scope", "scope: 'lobby' or 'board:ZONE' is wanted");
    const std::string zone = scope.substr(std::string(boardScopePrefix).size());
    return textOf({{"epoch", position->epoch},
                   {"after", after},
                   {"through", position->rev},
                   {"revision", position->rev},
                   {"day", clock_.now().day},
                   {"now", clock_.utcMs()},
                   {"rows", boardRows(zone, after)},
                   {"stations", boardStations(zone)},
                   {"hall", boardHall(zone)}});
}

core::Result<json> Views::revocations() {
    const auto position = positionOf(database_, site_);
    if (!position) return tl::unexpected(position.error());
    const int today = clock_.now().day;
    json days = json::array();
    for (int ahead = 0; ahead <= revocationDays; ++ahead) {
        const int day = core::addDays(today, ahead);
        std::map<std::string, std::string> packed{{"cancelled", ""}, {"redeemed", ""}};
        store::Query query(database_,
                           "SELECT state, id FROM booking WHERE site = ? AND day = ? AND "
                           "state IN ('cancelled', 'redeemed') ORDER BY id");
        query.bind(site_).bind(day);
        while (query.step())
            packed[query.text(0)] += query.text(1);
        days.push_back(
            {{"day", day}, {"cancelled", packed["cancelled"]}, {"redeemed", packed["redeemed"]}});
    }
    return json{{"revision", position->rev}, {"days", std::move(days)}};
}

core::Result<json> Views::booking(const std::string& id) {
    const auto found = store::select(database_, site_, "booking", "AND id = ?", {id});
    if (found.empty()) return core::refused("unknown-booking", "no such booking");
    const Record& b = found.front();
    const std::string& code = b.text("short_code");
    const auto slot = store::find(database_, site_, "slot",
                                  {b.integer("day"), b.text("session"), b.integer("slot")});
    return json{{"id", id},
                {"state", b.text("state")},
                {"day", b.integer("day")},
                {"session", b.text("session")},
                {"slot", b.integer("slot")},
                {"band", b.integer("band")},
                {"number", b.text("number")},
                {"masked", b.text("masked")},
                {"short_code", code.substr(0, 4) + "-" + code.substr(4)},
                {"fee_state", slot ? slot->text("fee_state") : ""}};
}

} // namespace menzhen::clerk
