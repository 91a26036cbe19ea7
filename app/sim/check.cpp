// SPDX-License-Identifier: Apache-2.0
#include "app/sim/check.h"

#include "app/core/calendar.h"
#include "app/core/hospital.h"
#include "app/core/ownseries.h"
#include "app/flows/ticketpaper.h"
#include "app/ops/op.h"
#include "app/sim/smallsite.h"
#include "db/store/oplog.h"
#include "db/store/records.h"

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>

namespace menzhen::sim {

namespace {

using nlohmann::json;

class Check {
public:
    explicit Check(World& world) : world_(world), found_(world.witness().violations) {}

    std::vector<std::string> all() {
        liveness();
        if (!world_.registry().running()) return found_;
        const auto read = world_.registry().database().read([&]() -> core::Result<void> {
            readLog();
            revisions();
            ownOps();
            bookings();
            redemptions();
            slots();
            numbers();
            ownSeries();
            commands();
            return {};
        });
        if (!read) wrong("I8", "the registry's store cannot be read: " + read.error().code);
        papers();
        orders();
        speech();
        replicas();
        privacy();
        return found_;
    }

private:
    struct Logged {
        std::string hash;
        std::string verdict;
        std::string code;
        std::int64_t rev = 0;
    };

    void wrong(const char* invariant, const std::string& what) {
        found_.push_back(std::string(invariant) + " " + what);
    }

    store::Database& registry() { return world_.registry().database(); }

    void liveness() {
        if (!world_.registry().running()) wrong("I8", "the registry does not run");
        for (const auto& [machine, device] : world_.devices()) {
            if (!device->running()) {
                wrong("I8", machine + " does not run");
                continue;
            }
            const sync::SyncState& state = device->syncState();
            if (state.upToDate) continue;
            wrong("I8", machine + " is not up to date: " +
                            (state.connected ? "connected" : "not connected") + ", " +
                            std::to_string(state.pendingOps) + " ops unsent, cursor " +
                            std::to_string(state.cursor) +
                            (state.problem.empty() ? "" : ", problem " + state.problem));
        }
    }

    void readLog() {
        store::Query query(registry(),
                           "SELECT device, incarnation, seq, hash, verdict, code, rev, type, "
                           "occurred_at, fields FROM op WHERE site = ? ORDER BY rev");
        query.bind(siteId);
        core::Bytes chain(32, 0);
        while (query.step()) {
            const OpKey key{query.text(0), query.integer(1), query.integer(2)};
            const core::Bytes hash = query.blob(3);
            chain = ops::chainAfter(chain, hash, world_.registry().crypto());
            const Logged op{core::toHex(hash), query.text(4), query.text(5), query.integer(6)};
            byRevision_[op.rev] = key;
            said_.insert(key.device + "|" + query.text(7) + "|" + std::to_string(query.integer(8)) +
                         "|" + query.text(9));
            if (!log_.emplace(key, op).second)
                wrong("I2", textOf(key) + " stands twice in the log");
        }
        store::Query codes(registry(), "SELECT short_code FROM entry WHERE site = ? UNION SELECT "
                                       "short_code FROM booking WHERE site = ?");
        codes.bind(siteId).bind(siteId);
        while (codes.step())
            entries_.insert(codes.text(0).substr(0, 4) + "-" + codes.text(0).substr(4));
        const auto position = store::sitePosition(registry(), siteId);
        if (!position || position->chain != chain) wrong("I9", "the log's chain does not verify");
    }

    void revisions() {
        const std::int64_t rev = world_.registry().rev();
        if (static_cast<std::int64_t>(byRevision_.size()) != rev ||
            (rev > 0 && (byRevision_.begin()->first != 1 || byRevision_.rbegin()->first != rev)))
            wrong("I5", "the log has a gap: " + std::to_string(byRevision_.size()) +
                            " ops at revision " + std::to_string(rev));
        const auto seen = world_.witness().seen.find(world_.registry().epoch());
        if (seen == world_.witness().seen.end()) return;
        for (const auto& [at, key] : seen->second)
            if (const auto known = byRevision_.find(at);
                known == byRevision_.end() || known->second != key)
                wrong("I5", "revision " + std::to_string(at) + " was shown as " + textOf(key));
    }

    void ownOps() {
        for (const auto& entry : world_.witness().ops) {
            const OwnOp& op = entry.second;
            const OpKey& key = op.key;
            const auto known = log_.find(key);
            if (known != log_.end() && known->second.hash == op.hash) continue;
            // A store that was restored or copied stamps what it still holds anew.
            if (op.gone || (isCopied(op.machine) && said_.contains(op.said))) continue;
            wrong("I1", op.type + " " + textOf(key) + " of " + op.machine +
                            (known == log_.end() ? " is not in the log" : " is another op there") +
                            (op.taken ? ", and was acknowledged" : ""));
        }
    }

    void bookings() {
        for (const auto& [id, at] : world_.witness().booked) {
            const auto rows = store::select(registry(), siteId, "booking", "AND id = ?", {id});
            if (rows.empty()) {
                wrong("I1", "booking " + id + " is gone");
            } else if (world_.witness().cancelled.contains(id) &&
                       rows.front().text("state") == "booked") {
                wrong("I1", "booking " + id + " was cancelled and is not");
            }
        }
    }

    void redemptions() {
        store::Query query(registry(), "SELECT booking, count(*) FROM entry WHERE site = ? AND "
                                       "booking <> '' GROUP BY booking HAVING count(*) > 1");
        query.bind(siteId);
        while (query.step())
            wrong("I6", "booking " + query.text(0) + " became " + std::to_string(query.integer(1)) +
                            " entries");
    }

    void slots() {
        store::Query query(
            registry(),
            "SELECT s.id, s.capacity, s.extra_max, (SELECT count(*) FROM slot t WHERE t.site = "
            "s.site AND t.day = s.day AND t.session = s.id AND t.extra = 0 AND t.state IN ('free', "
            "'held', 'sold', 'blocked')), (SELECT count(*) FROM (SELECT number FROM slot t WHERE "
            "t.site = s.site "
            "AND t.day = s.day AND t.session = s.id GROUP BY number HAVING count(*) > 1)), "
            "(SELECT count(*) FROM slot t WHERE t.site = s.site AND t.day = s.day AND t.session = "
            "s.id AND t.extra = 1 AND t.state IN ('held', 'sold')) FROM session s WHERE s.site = ? "
            "AND s.day = ?");
        query.bind(siteId).bind(today);
        while (query.step()) {
            if (query.integer(1) != query.integer(3))
                wrong("I7", "session " + query.text(0) + " has " +
                                std::to_string(query.integer(3)) + " slots of " +
                                std::to_string(query.integer(1)));
            if (query.integer(5) > query.integer(2))
                wrong("I7", "session " + query.text(0) + " sees " +
                                std::to_string(query.integer(5)) + " extra patients of " +
                                std::to_string(query.integer(2)));
            if (query.integer(4) != 0)
                wrong("I7", "session " + query.text(0) + " has a number twice");
        }
        store::Query sold(registry(),
                          "SELECT e.session, e.slot, count(*) FROM entry e WHERE e.site = ? AND "
                          "e.slot > 0 AND e.kind <> 'extra' GROUP BY e.day, e.session, e.slot "
                          "HAVING count(*) > 1");
        sold.bind(siteId);
        while (sold.step())
            wrong("I7", "slot " + sold.text(0) + "/" + std::to_string(sold.integer(1)) +
                            " was given " + std::to_string(sold.integer(2)) + " times");
    }

    /// Whatever was printed twice: the registry calls each by a number of its own.
    void numbers() {
        store::Query query(registry(),
                           "SELECT number, count(*) FROM entry WHERE site = ? AND day = ? GROUP BY "
                           "number HAVING count(*) > 1");
        query.bind(siteId).bind(today);
        while (query.step())
            wrong("I3", "number " + query.text(0) + " is called for " +
                            std::to_string(query.integer(1)) + " tickets");
    }

    /// What cut-off kiosks gave by themselves: at most so many of a session each.
    void ownSeries() {
        std::map<std::pair<std::string, std::string>, int> given; // by kiosk, session
        for (const store::Record& row :
             store::select(registry(), siteId, "entry", "AND day = ? AND kind = 'extra'",
                           {std::int64_t{today}}))
            if (const auto number = core::readOwnNumber(row.text("number")))
                ++given[{number->kiosk, row.text("session")}];
        for (const auto& [place, count] : given)
            if (count > core::BookingPolicy().offlineWalkins && !isCopied("K" + place.first))
                wrong("I7", "kiosk K" + place.first + " gave " + std::to_string(count) +
                                " numbers of its own for " + place.second);
    }

    /// What a station or kiosk asked for was done once.
    void commands() {
        // A registry of before has forgotten what it was asked.
        store::Query twice(registry(),
                           "SELECT request, type, count(*) FROM op WHERE site = ? AND device = "
                           "'REG' AND request <> '' GROUP BY request, type HAVING count(*) > 1");
        twice.bind(siteId);
        while (twice.step() && !world_.witness().registryRestored)
            wrong("I2", twice.text(1) + " was done " + std::to_string(twice.integer(2)) +
                            " times for request " + twice.text(0));
        store::Query called(registry(),
                            "SELECT station, count(*) FROM entry WHERE site = ? AND day "
                            "= ? AND state = 'called' GROUP BY station HAVING count(*) "
                            "> 1");
        called.bind(siteId).bind(today);
        while (called.step())
            wrong("I2", "station " + called.text(0) + " has " + std::to_string(called.integer(1)) +
                            " patients called at once");
        store::Query clock(registry(),
                           "SELECT device, seq FROM op WHERE site = ? AND occurred_at > "
                           "received_at + 300000 AND verdict = 'applied' AND code = ''");
        clock.bind(siteId);
        while (clock.step())
            wrong("I9", "the clock of " + clock.text(0) + " was believed in op " +
                            std::to_string(clock.integer(1)));
    }

    /// Every ticket has its print order, and what counts as printed was printed.
    void orders() {
        std::set<std::string> printed;
        for (const Paper& paper : world_.witness().papers)
            printed.insert(paper.machine + paper.ticket);
        for (const auto& entry : world_.devices()) {
            const std::string& machine = entry.first;
            DeviceNode& device = *entry.second;
            if (!device.running() || device.role() != Role::Kiosk) continue;
            std::set<std::string> ordered;
            store::Database& database = *device.program().database;
            (void)database.read([&]() -> core::Result<void> {
                store::Query effects(database,
                                     "SELECT body, state FROM effect WHERE kind = 'print'");
                while (effects.step()) {
                    const auto order = flows::readPrintOrder(effects.text(0));
                    if (!order) continue;
                    ordered.insert(order->ticket);
                    if (effects.text(1) == "done" && !isCopied(machine) &&
                        !printed.contains(machine + order->content.shortCode))
                        wrong("I1", "ticket " + order->content.number + " counts as printed at " +
                                        machine + " and is not");
                }
                store::Query tickets(database,
                                     "SELECT op FROM outbox WHERE type = 'ticket.issued'");
                while (tickets.step()) {
                    const json op = json::parse(tickets.text(0));
                    const auto id = op.at("fields").value("ticket", "");
                    // What the registry gave back to a copied store came out of its printer before.
                    if (!ordered.contains(id) && !isCopied(machine))
                        wrong("I1", std::string("ticket ").append(id).append(
                                        " has no print order at " + machine));
                }
                return {};
            });
        }
    }

    /// Its disk came back from an old copy: what it had printed since may have no op.
    bool mayBeGone(const std::string& machine) {
        return world_.witness().restoredMachines.contains(machine);
    }

    /// Its store is, or became, one of two ("XK1" is a copy of "K1").
    bool isCopied(const std::string& machine) {
        const std::string device = machine.substr(machine.starts_with('X') ? 1 : 0);
        return mayBeGone(machine) || world_.witness().clonedDevices.contains(device);
    }

    void papers() {
        std::map<std::string, const Paper*> first; // by number
        std::map<std::string, int> plain;          // unmarked papers by ticket
        for (const Paper& paper : world_.witness().papers) {
            const auto [known, isNew] = first.emplace(paper.number, &paper);
            // A restored kiosk may give a number of its own series again before anybody can tell
            // it: the registry calls the later one "...-2".
            // And a registry of before sells a slot again that somebody holds on paper already.
            const bool forgotten =
                (isCopied(paper.machine) && core::readOwnNumber(paper.number).has_value()) ||
                world_.witness().registryRestored;
            if (!isNew && known->second->ticket != paper.ticket && !forgotten)
                wrong("I3", "number " + paper.number + " was printed by " + paper.machine +
                                " and by " + known->second->machine + " for two tickets");
            if (!entries_.contains(paper.ticket) && !mayBeGone(paper.machine))
                wrong("I1", "paper " + paper.number + " of " + paper.machine +
                                " is of no ticket that the registry knows");
            if (!paper.reprint && ++plain[paper.machine + paper.ticket] > 1 &&
                !mayBeGone(paper.machine))
                wrong("I2", "ticket " + paper.number + " came out twice without its mark at " +
                                paper.machine);
        }
    }

    void speech() {
        std::map<std::string, int> times;
        for (const Heard& heard : world_.witness().heard)
            ++times[heard.board + " " + heard.call];
        for (const auto& step : world_.plan().steps)
            if (step.who == "D1" && (step.what == Do::Kill || step.what == Do::PowerCut)) return;
        for (const auto& [call, count] : times)
            if (count > 1)
                wrong("I2", "call " + call + " was said " + std::to_string(count) + " times");
    }

    static std::string projection(store::Database& database) {
        std::string text;
        (void)database.read([&]() -> core::Result<void> {
            for (const store::Table& table : store::tables()) {
                const auto rows =
                    table.perDay
                        ? store::select(database, siteId, table.name, "AND day IN (?, ?)",
                                        {std::int64_t{today}, std::int64_t{core::nextDay(today)}})
                        : store::select(database, siteId, table.name);
                for (const store::Record& row : rows) {
                    text += table.name;
                    for (std::size_t i = 0; i < table.columns.size(); ++i) {
                        text += '|';
                        if (const auto* number = std::get_if<std::int64_t>(&row.cellAt(i)))
                            text += std::to_string(*number);
                        else
                            text += std::get<std::string>(row.cellAt(i));
                    }
                    text += '\n';
                }
            }
            return {};
        });
        return text;
    }

    static std::string firstDifference(const std::string& a, const std::string& b) {
        std::size_t at = 0;
        while (at < a.size() && at < b.size() && a[at] == b[at])
            ++at;
        const auto lineOf = [&](const std::string& text) {
            const std::size_t from = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
            return text.substr(from, text.find('\n', at) - from);
        };
        return "\n     registry: " + lineOf(a) + "\n     device:   " + lineOf(b);
    }

    void replicas() {
        const std::string mine = projection(registry());
        for (const auto& [machine, device] : world_.devices()) {
            if (!device->running() || device->role() == Role::Display) continue;
            if (device->syncState().cursor != world_.registry().rev()) continue; // I8 has said so
            const std::string theirs = projection(*device->program().database);
            if (theirs != mine)
                wrong("I4", machine + " differs at revision " +
                                std::to_string(world_.registry().rev()) +
                                firstDifference(mine, theirs));
        }
    }

    void privacy() {
        for (const std::string& path : world_.disk().paths()) {
            const std::string& bytes = world_.disk().view(path);
            for (const std::string_view secret : {"欧阳测", "99999919880101"})
                if (memmem(bytes.data(), bytes.size(), secret.data(), secret.size()) != nullptr)
                    wrong("I9", "a patient's name or number stands in " + path);
        }
    }

    World& world_;
    std::vector<std::string> found_;
    std::map<OpKey, Logged> log_;
    std::map<std::int64_t, OpKey> byRevision_;
    std::set<std::string> said_;    ///< by any op of the log, whatever its key
    std::set<std::string> entries_; ///< short codes as printed
};

} // namespace

std::vector<std::string> violationsOf(World& world) {
    return Check(world).all();
}

} // namespace menzhen::sim
