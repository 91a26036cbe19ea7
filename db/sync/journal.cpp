// SPDX-License-Identifier: Apache-2.0
#include "db/sync/journal.h"

#include "app/core/bugs.h"
#include "db/store/undo.h"
#include "db/sync/replica.h"

namespace menzhen::sync {

namespace {

ops::Op opOf(const DraftOp& draft, ops::OpId id, std::int64_t nowMs, const ports::Crypto& crypto) {
    ops::Op op;
    op.type = draft.type;
    op.day = draft.day;
    op.occurredAtMs = nowMs;
    op.actor = draft.actor.empty() ? id.device : draft.actor;
    op.request = draft.request;
    op.fields = draft.fields;
    op.attachment = draft.attachment;
    if (!op.attachment.empty()) {
        const core::Digest digest = crypto.sha256(core::asBytes(op.attachment));
        op.attachmentHash = core::toHex(digest);
    }
    op.id = std::move(id);
    return op;
}

} // namespace

Journal::Journal(store::Database& database, std::string site, std::string device,
                 const ports::Crypto& crypto, const ports::Clock& clock, ports::Chance& chance)
    : database_(database), site_(std::move(site)), device_(std::move(device)), crypto_(crypto),
      clock_(clock), chance_(chance), queues_(database, site_) {}

core::Result<ops::OpId> Journal::nextId() {
    ops::OpId id{device_, 1, 0};
    const auto read = database_.read([&]() -> core::Result<void> {
        id.incarnation = incarnationOf(database_);
        id.seq = store::lastSeq(database_, id.incarnation) + 1;
        return {};
    });
    if (!read) return tl::unexpected(read.error());
    return id;
}

core::Result<Committed>
Journal::commit(const std::vector<DraftOp>& drafts,
                const std::function<std::vector<DraftEffect>(const Committed&)>& effectsOf) {
    Committed done;
    const auto written = database_.transact([&]() -> core::Result<void> {
        const std::int64_t incarnation = incarnationOf(database_);
        const store::OutboxOp last = store::lastOp(database_, incarnation);
        std::int64_t seq = last.seq;
        // Ops of before this device kept its chain: it stays unknown in this incarnation.
        const bool chained = seq == 0 || !last.chain.empty();
        core::Bytes chain = seq == 0 ? core::Bytes(32, 0) : last.chain;
        const std::int64_t now = clock_.utcMs();
        ops::JudgeContext context{queues_, clock_, chance_, now};
        for (const DraftOp& draft : drafts) {
            ops::Op op = opOf(draft, {device_, incarnation, ++seq}, now, crypto_);
            if (clockIsUnset()) op.clock = "unset";
            const bool plain = op.attachment.empty();
            nlohmann::json shape = ops::toJson(std::move(op));
            std::string text = shape.dump();
            // What the registry would not even read must not get a place in this device's log.
            auto readable = ops::opFromJson(std::move(shape));
            if (!readable) return tl::unexpected(readable.error());
            op = *std::move(readable);
            ops::Judgement judged = ops::judgeFact(op, context);
            if (judged.verdict == ops::rejected) return core::refused(judged.code, judged.detail);
            store::OutboxOp row;
            row.incarnation = incarnation;
            row.seq = seq;
            row.type = op.type;
            row.hash = plain ? ops::hashOfText(text, crypto_) : ops::hashOf(op, crypto_);
            row.op = std::move(text);
            if (chained) row.chain = chain = ops::chainAfter(chain, row.hash, crypto_);
            row.undo = store::upsertWithUndo(database_, site_, judged.rows);
            store::addToOutbox(database_, row);
            done.ops.push_back(std::move(op));
            done.judgements.push_back(std::move(judged));
        }
        if (effectsOf && !bugs::active(bugs::EffectApart))
            for (const DraftEffect& effect : effectsOf(done))
                done.effects.push_back(store::addEffect(database_, effect.kind, effect.body, now));
        return {};
    });
    if (!written) return tl::unexpected(written.error());
    if (effectsOf && bugs::active(bugs::EffectApart))
        (void)database_.transact([&]() -> core::Result<void> {
            for (const DraftEffect& effect : effectsOf(done))
                done.effects.push_back(
                    store::addEffect(database_, effect.kind, effect.body, clock_.utcMs()));
            return {};
        });
    if (committed_) committed_();
    return done;
}

} // namespace menzhen::sync
