// SPDX-License-Identifier: Apache-2.0
#include "app/ops/sitelog.h"

#include "app/core/bugs.h"
#include "app/core/check.h"
#include "app/ops/remedy.h"
#include "db/store/tasks.h"

#include <algorithm>

namespace menzhen::ops {

namespace {

constexpr std::size_t epochBytes = 8;

/// Two records of one row become one, so that each row is written once.
std::vector<store::Record> merged(std::vector<store::Record> rows) {
    std::vector<store::Record> result;
    result.reserve(rows.size());
    for (store::Record& row : rows) {
        store::Record* same = nullptr;
        for (store::Record& other : result) {
            bool equal = &other.table() == &row.table();
            for (std::size_t i = 0; equal && i < row.table().keys; ++i)
                equal = other.cellAt(i) == row.cellAt(i);
            if (equal) same = &other;
        }
        if (same == nullptr || result.size() > 64) {
            result.push_back(std::move(row));
            continue;
        }
        same->take(std::move(row));
    }
    return result;
}

} // namespace

SiteLog::SiteLog(store::Database& database, std::string site, const ports::Crypto& crypto,
                 const ports::Clock& clock, ports::Chance& chance)
    : database_(database), site_(std::move(site)), crypto_(crypto), clock_(clock), chance_(chance),
      queues_(database, site_) {}

core::Result<void> SiteLog::begin(bool create) {
    auto position = store::sitePosition(database_, site_);
    if (!position && !create)
        return core::refused("unknown-site",
                             "this registry does not hold the site '" + site_ + "'");
    if (!position) {
        core::Bytes epoch(epochBytes);
        chance_.fill(epoch);
        position = store::SitePosition{0, core::toHex(epoch), core::Bytes(32, 0)};
        store::setSitePosition(database_, site_, *position);
        putDevice({registryDevice,
                   "registry",
                   "trusted",
                   1,
                   0,
                   core::Bytes(32, 0),
                   {},
                   {},
                   clock_.utcMs()});
    }
    // Another process may have written since (the `menzhen` tool): what was remembered is void.
    if (position->rev != loadedRev_) database_.voidCaches();
    if (bugs::active(bugs::RevisionsFromSequence) && loadedRev_ >= 0)
        position->rev = std::max(position->rev, position_.rev);
    position_ = std::move(*position);
    loadedRev_ = position_.rev;
    if (generation_ != database_.generation()) {
        std::erase_if(devices_, [&](const auto& entry) {
            return position_.rev > 0 || !entry.second.changed;
        });
        past_.clear();
        generation_ = database_.generation();
    }
    return {};
}

void SiteLog::end() {
    if (position_.rev != loadedRev_) {
        store::setSitePosition(database_, site_, position_);
        markChain();
    }
    loadedRev_ = position_.rev;
    for (auto& [id, device] : devices_) {
        if (!device.changed) continue;
        store::setDevice(database_, site_, device.position);
        device.changed = false;
    }
    for (auto& [key, past] : past_) {
        if (!past.changed) continue;
        store::setPast(database_, site_, past.position);
        past.changed = false;
    }
}

void SiteLog::markChain() {
    if (position_.rev / chainMarkEvery == loadedRev_ / chainMarkEvery && loadedRev_ > 0) return;
    store::Query(database_, "INSERT OR REPLACE INTO chain_mark (site, rev, chain) VALUES (?, ?, ?)")
        .bind(site_)
        .bind(position_.rev)
        .bind(core::ByteView(position_.chain))
        .run();
}

void SiteLog::beginEpoch(std::string parent, std::int64_t lostAfter, bool inOrder,
                         const std::string& why) {
    core::Bytes epoch(epochBytes);
    chance_.fill(epoch);
    position_.epoch = core::toHex(epoch);
    giveIncarnation(registryDevice);
    alarm(registryDevice, 0, "registry-restored", why);
    const auto written =
        author({"registry.restored",
                0,
                {{"epoch", position_.epoch}, {"parent", parent}, {"lost_after", lostAfter}},
                {},
                {}});
    MENZHEN_CHECK(written.has_value(), "a new epoch that the rules refuse");
    store::addLostTail(database_, site_, position_.epoch,
                       {std::move(parent), lostAfter, inOrder ? position_.rev : -1},
                       clock_.utcMs());
}

void SiteLog::takeBackLost(const ReadyOp& ready, Judgement judgement) {
    const auto head = headOf(ready.op.id.device, ready.op.id.incarnation);
    MENZHEN_CHECK(head.has_value(), "a lost op of nobody");
    database_.voidCaches(); // rows are written that no queue of the book has seen
    if (!ready.op.request.empty() && ready.op.id.device == registryDevice)
        store::setCommand(database_, site_, ready.op.request, clock_.now().day,
                          {position_.rev + 1, "executed"});
    append(ready, std::move(judgement), *head);
}

std::optional<core::Bytes> SiteLog::chainAt(std::int64_t rev) {
    if (rev == position_.rev) return position_.chain;
    if (rev < 0 || rev > position_.rev) return std::nullopt;
    std::int64_t from = 0;
    core::Bytes chain(32, 0);
    {
        store::Query mark(database_, "SELECT rev, chain FROM chain_mark WHERE site = ? AND rev <= "
                                     "? ORDER BY rev DESC LIMIT 1");
        mark.bind(site_).bind(rev);
        if (mark.step()) {
            from = mark.integer(0);
            chain = mark.blob(1);
        }
    }
    store::Query ops(database_,
                     "SELECT hash FROM op WHERE site = ? AND rev > ? AND rev <= ? ORDER BY rev");
    ops.bind(site_).bind(from).bind(rev);
    while (ops.step())
        chain = chainAfter(chain, ops.blob(0), crypto_);
    return chain;
}

void SiteLog::keepForPerson(const ReadyOp& ready, const Judgement& judgement) {
    store::Task task;
    task.rev = position_.rev;
    task.device = ready.op.id.device;
    task.incarnation = ready.op.id.incarnation;
    task.seq = ready.op.id.seq;
    task.type = ready.op.type;
    task.day = ready.op.day;
    task.verdict = judgement.verdict;
    task.code = judgement.code;
    task.detail = judgement.detail.empty()
                      ? std::string(remedyOf(judgement.verdict, judgement.code))
                      : judgement.detail;
    task.body = ready.raw;
    task.atMs = clock_.utcMs();
    store::addTask(database_, site_, task);
}

Appended SiteLog::append(const ReadyOp& ready, Judgement judgement, const Head& head) {
    const Op& op = ready.op;
    *head.lastSeq = std::max(*head.lastSeq, op.id.seq); // what was lost fills gaps, too
    *head.chain = chainAfter(*head.chain, ready.hash, crypto_);
    *head.changed = true;
    ++position_.rev;
    if (!bugs::active(bugs::ChainSkipsRejected) || judgement.verdict == applied)
        position_.chain = chainAfter(position_.chain, ready.hash, crypto_);
    judgement.rows = merged(std::move(judgement.rows));
    apply(database_, site_, judgement.rows, position_.rev);
    const std::string outcome = rowsToText(judgement.rows);
    const std::string extra = extraText(op);
    store::appendOp(database_, site_,
                    {position_.rev, op.id.device, op.id.incarnation, op.id.seq, op.type, op.version,
                     op.day, op.occurredAtMs, clock_.utcMs(), op.actor, op.request, ready.hash,
                     judgement.verdict, judgement.code, ready.fieldsText, outcome, extra});
    if (judgement.verdict != applied) keepForPerson(ready, judgement);
    if (op.was)
        store::addRestamped(database_, site_, op.id.device, op.was->first, op.was->second,
                            position_.rev);
    return {position_.rev, std::move(judgement.verdict), std::move(judgement.code),
            std::move(judgement.rows), false};
}

core::Result<Appended> SiteLog::author(const Draft& draft) {
    const store::DevicePosition* registry = device(registryDevice);
    MENZHEN_CHECK(registry != nullptr, "a site without its registry");
    Op op;
    op.id = {registryDevice, registry->incarnation, registry->lastSeq + 1};
    op.type = draft.type;
    op.day = draft.day;
    op.fields = draft.fields;
    op.actor = draft.actor.empty() ? registryDevice : draft.actor;
    op.request = draft.request;
    if (!op.request.empty())
        if (const auto known = store::findCommand(database_, site_, op.request);
            known && known->state == "replaced")
            return core::refused("replaced", "the device did something else for this request");
    op.occurredAtMs = clock_.utcMs();
    const OpType* type = findOpType(op.type);
    MENZHEN_CHECK(type != nullptr, "the registry authors a type that it does not know");
    op.version = type->version;
    JudgeContext context{queues_, clock_, chance_, op.occurredAtMs};
    auto judged = type->judge(op, context);
    if (!judged) return tl::unexpected(judged.error());
    if (!op.request.empty())
        store::setCommand(database_, site_, op.request, clock_.now().day,
                          {position_.rev + 1, "executed"});
    return append(makeReady(std::move(op), crypto_), std::move(*judged),
                  *headOf(registryDevice, registry->incarnation));
}

core::Result<Appended> SiteLog::repeated(const ReadyOp& ready, const Head& head) {
    const OpId& id = ready.op.id;
    const auto logged = store::findOp(database_, site_, id.device, id.incarnation, id.seq);
    if (logged && logged->hash == ready.hash)
        return Appended{logged->rev, logged->verdict, logged->code, {}, true};
    if (!*head.quarantined)
        alarm(id.device, id.incarnation, "fork",
              "op " + std::to_string(id.seq) +
                  " came twice with different content: this device's store was copied or restored",
              toJson(ready.op).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    quarantine(id.device, id.incarnation);
    return core::refused("fork", "this op came before with other content");
}

Judgement SiteLog::judgeArrived(const ReadyOp& ready, bool denied) {
    if (denied) return reject("denied-device", "the device was denied: see what it did by hand");
    if (!ready.fault.empty()) return reject(ready.fault, ready.faultDetail);
    JudgeContext context{queues_, clock_, chance_, clock_.utcMs(), true};
    Judgement judgement =
        ready.op.request.empty() ? judgeFact(ready.op, context) : judgeStandIn(ready.op, context);
    if (judgement.verdict == applied && judgement.code.empty())
        judgement.code = context.clockFlagOf(ready.op);
    return judgement;
}

core::Result<Appended> SiteLog::accept(const ReadyOp& ready, bool denied) {
    const Op& op = ready.op;
    const store::DevicePosition* device = this->device(op.id.device);
    if (device == nullptr || op.id.device == registryDevice)
        return core::refused("unknown-device", "the device never introduced itself");
    const auto head = headOf(op.id.device, op.id.incarnation);
    if (!head)
        return core::refused("other-incarnation", "the registry knows incarnation " +
                                                      std::to_string(device->incarnation));
    if (op.id.seq <= *head->lastSeq && !bugs::active(bugs::SkipDedup))
        return repeated(ready, *head);
    if (*head->quarantined)
        return core::refused("fork", "two histories came under this incarnation: ask for another");
    if (op.id.seq != *head->lastSeq + 1)
        return core::refused("seq-gap", std::to_string(*head->lastSeq + 1));
    Judgement judgement = judgeArrived(ready, denied);
    if (bugs::active(bugs::DropRejected) && judgement.verdict == rejected) {
        *head->lastSeq = op.id.seq;
        *head->changed = true;
        return Appended{position_.rev, judgement.verdict, judgement.code, {}, false};
    }
    return append(ready, std::move(judgement), *head);
}

} // namespace menzhen::ops
