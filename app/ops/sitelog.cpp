// SPDX-License-Identifier: Apache-2.0
#include "app/ops/sitelog.h"

#include "app/core/check.h"

namespace menzhen::ops {

namespace {

constexpr std::size_t epochBytes = 8;

/// Two records of one row become one, so that each row is written once.
std::vector<store::Record> merged(std::vector<store::Record> rows) {
    std::vector<store::Record> result;
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
        for (std::size_t i = 0; i < row.table().columns.size(); ++i)
            if (row.hasAt(i)) same->setCell(i, row.cellAt(i));
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
    position_ = std::move(*position);
    loadedRev_ = position_.rev;
    if (generation_ != database_.generation()) {
        std::erase_if(devices_, [&](const auto& entry) {
            return position_.rev > 0 || !entry.second.changed;
        });
        generation_ = database_.generation();
    }
    return {};
}

void SiteLog::end() {
    if (position_.rev != loadedRev_) store::setSitePosition(database_, site_, position_);
    loadedRev_ = position_.rev;
    for (auto& [id, device] : devices_) {
        if (!device.changed) continue;
        store::setDevice(database_, site_, device.position);
        device.changed = false;
    }
}

SiteLog::Cached* SiteLog::cached(const std::string& id) {
    const auto found = devices_.find(id);
    if (found != devices_.end()) return &found->second;
    auto position = store::findDevice(database_, site_, id);
    if (!position) return nullptr;
    return &devices_.emplace(id, Cached{std::move(*position), false}).first->second;
}

store::DevicePosition* SiteLog::device(const std::string& id) {
    Cached* found = cached(id);
    return found == nullptr ? nullptr : &found->position;
}

void SiteLog::putDevice(store::DevicePosition device) {
    std::string id = device.id;
    devices_.insert_or_assign(std::move(id), Cached{std::move(device), true});
}

Appended SiteLog::append(const ReadyOp& ready, Judgement judgement) {
    const Op& op = ready.op;
    Cached* author = cached(op.id.device);
    MENZHEN_CHECK(author != nullptr, "an op of nobody");
    author->position.lastSeq = op.id.seq;
    author->position.chain = chainAfter(author->position.chain, ready.hash, crypto_);
    author->changed = true;
    ++position_.rev;
    position_.chain = chainAfter(position_.chain, ready.hash, crypto_);
    judgement.rows = merged(std::move(judgement.rows));
    apply(database_, site_, judgement.rows, position_.rev);
    store::appendOp(database_, site_,
                    {position_.rev, op.id.device, op.id.incarnation, op.id.seq, op.type, op.version,
                     op.day, op.occurredAtMs, clock_.utcMs(), op.actor, op.request, ready.hash,
                     judgement.verdict, judgement.code, ready.fieldsText,
                     rowsToText(judgement.rows)});
    if (judgement.verdict == rejected)
        store::addDeadLetter(database_, site_, position_.rev, op.id.device, judgement.code,
                             judgement.detail);
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
    op.occurredAtMs = clock_.utcMs();
    const OpType* type = findOpType(op.type);
    MENZHEN_CHECK(type != nullptr, "the registry authors a type that it does not know");
    op.version = type->version;
    JudgeContext context{queues_, clock_, chance_, op.occurredAtMs};
    auto judged = type->judge(op, context);
    if (!judged) return tl::unexpected(judged.error());
    return append(makeReady(std::move(op), crypto_), std::move(*judged));
}

core::Result<Appended> SiteLog::accept(const ReadyOp& ready) {
    const Op& op = ready.op;
    const store::DevicePosition* device = this->device(op.id.device);
    if (device == nullptr || op.id.device == registryDevice)
        return core::refused("unknown-device", "the device never introduced itself");
    if (op.id.incarnation != device->incarnation)
        return core::refused("other-incarnation", "the registry knows incarnation " +
                                                      std::to_string(device->incarnation));
    if (op.id.seq <= device->lastSeq) {
        const auto logged =
            store::findOp(database_, site_, op.id.device, op.id.incarnation, op.id.seq);
        if (!logged || logged->hash != ready.hash)
            return core::refused("fork", "this op came before with other content");
        return Appended{logged->rev, logged->verdict, logged->code, {}, true};
    }
    if (op.id.seq != device->lastSeq + 1)
        return core::refused("seq-gap", std::to_string(device->lastSeq + 1));
    JudgeContext context{queues_, clock_, chance_, clock_.utcMs(), true};
    Judgement judgement = judgeFact(op, context);
    return append(ready, std::move(judgement));
}

} // namespace menzhen::ops
