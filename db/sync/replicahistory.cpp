// SPDX-License-Identifier: Apache-2.0
// The replica's own history when a store or a registry was restored (sync.md 1.3, 1.4).
#include "db/sync/replica.h"

#include "app/core/check.h"

#include <limits>

namespace menzhen::sync {

namespace {

using nlohmann::json;

} // namespace

void Replica::insertGiven(const GivenOp& given) {
    store::OutboxOp row;
    row.incarnation = given.incarnation;
    row.seq = given.verdict.seq;
    row.type = given.type;
    row.op = given.op;
    row.hash = given.hash;
    store::addToOutbox(database_, row);
    store::acknowledge(database_, row.incarnation, row.seq, given.verdict.revision,
                       given.verdict.verdict, given.verdict.code, clock_.utcMs());
}

core::Result<std::vector<GivenOp>> Replica::giveBack(const std::vector<GivenOp>& given) {
    std::vector<GivenOp> conflicts;
    std::vector<Verdict> known;
    const auto done = database_.transact([&]() -> core::Result<void> {
        for (const GivenOp& op : given) {
            const auto own = store::findOutbox(database_, op.incarnation, op.verdict.seq);
            if (!own)
                insertGiven(op);
            else if (own->hash != op.hash)
                conflicts.push_back(op);
            else if (own->rev == 0)
                known.push_back(op.verdict);
        }
        return {};
    });
    if (!done) return tl::unexpected(done.error());
    if (const auto settled = taken(known); !settled) return tl::unexpected(settled.error());
    return conflicts;
}

void Replica::restamp(const store::OutboxOp& own, ops::OpId to, const ports::Crypto& crypto) {
    auto op = ops::opFromJson(json::parse(own.op, nullptr, false));
    MENZHEN_CHECK(op.has_value(), "the journal wrote an op that it cannot read");
    store::removeFromOutbox(database_, own.incarnation, own.seq);
    if (!op->was) op->was = {own.incarnation, own.seq};
    op->id = std::move(to);
    store::OutboxOp row;
    row.incarnation = op->id.incarnation;
    row.seq = op->id.seq;
    row.type = own.type;
    row.op = ops::toJson(*op).dump();
    row.hash = ops::hashOf(*op, crypto);
    const store::OutboxOp last = store::lastOp(database_, row.incarnation);
    if (last.seq == 0 || !last.chain.empty())
        row.chain =
            ops::chainAfter(last.seq == 0 ? core::Bytes(32, 0) : last.chain, row.hash, crypto);
    store::addToOutbox(database_, row);
}

core::Result<void> Replica::takeIncarnation(std::int64_t to, const std::vector<GivenOp>& conflicts,
                                            const ports::Crypto& crypto) {
    return database_.transact([&]() -> core::Result<void> {
        const std::int64_t from = incarnationOf(database_);
        takeOwnOff();
        std::int64_t seq = store::lastSeq(database_, to);
        for (const store::OutboxOp& own : store::pendingOps(database_, store::allOps)) {
            if (own.incarnation != from || taken_.contains(Key(own.incarnation, own.seq))) continue;
            restamp(own, {device_, to, ++seq}, crypto);
        }
        for (const GivenOp& given : conflicts)
            insertGiven(given);
        setIncarnation(database_, to);
        layOwnOn();
        return {};
    });
}

core::Result<void> Replica::reopen(std::int64_t incarnation, std::int64_t known) {
    return database_.transact([&]() -> core::Result<void> {
        takeOwnOff();
        store::reopen(database_, incarnation, known);
        std::erase_if(taken_, [&](const auto& entry) {
            return entry.first.first == incarnation && entry.first.second > known;
        });
        layOwnOn();
        return {};
    });
}

} // namespace menzhen::sync
