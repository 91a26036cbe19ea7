// SPDX-License-Identifier: Apache-2.0
#include "app/ops/returned.h"

#include "app/ops/fields.h"
#include "db/store/oplog.h"
#include "db/store/records.h"

namespace menzhen::ops {

namespace {

using nlohmann::json;

core::Result<ReturnedOp> readOne(const json& item, const ports::Crypto& crypto) {
    FieldReader read(item);
    ReturnedOp returned;
    returned.rev = read.integer("revision", 1, maxInteger);
    returned.judgement.verdict = read.text("verdict", 1, 16);
    returned.judgement.code = read.optionalText("code", 64);
    const json* op = read.optionalObject("op");
    const json* outcome = read.optionalObject("outcome");
    if (op == nullptr || outcome == nullptr) read.complain("op", "must be an object, and outcome");
    if (const auto error = read.error()) return tl::unexpected(*error);
    auto readable = opFromJson(*op);
    if (!readable) return tl::unexpected(readable.error());
    auto rows = rowsFromJson(*outcome);
    if (!rows) return tl::unexpected(rows.error());
    returned.ready = makeReady(std::move(*readable), crypto);
    returned.judgement.rows = std::move(*rows);
    return returned;
}

/// Whether nobody has used the row since: only such rows of what came too late are written.
bool isUnused(SiteLog& log, const store::Record& row) {
    const std::string_view table = row.table().name;
    if (table != "slot" && table != "booking" && table != "session") return false;
    std::vector<store::Cell> key;
    for (std::size_t i = 0; i < row.table().keys; ++i)
        key.push_back(row.cellAt(i));
    const auto stored = store::find(log.database(), log.site(), table, key);
    if (!stored) return true;
    return table == "slot" && (stored->text("state") == "free" ||
                               (row.has("hold") && stored->text("hold") == row.text("hold")));
}

class Return {
public:
    Return(SiteLog& log, const store::LostTail& tail) : log_(log), tail_(tail) {
        inOrder_ = tail.adopted == log.rev();
    }

    void take(const ReturnedOp& returned) {
        const Op& op = returned.ready.op;
        const auto stands = log_.standing(op.id.device, op.id.incarnation);
        if (returned.rev <= tail_.rev || !stands || op.id.seq <= stands->lastSeq) return;
        const bool own = op.id.device == registryDevice;
        if (op.type == "record.defined") {
            log_.alarm(
                op.id.device, op.id.incarnation, "standing-data-lost",
                "standing data (keys, staff, departments ...) changed after the copy: set it "
                "again");
            if (own && inOrder_) write(returned, {std::string(applied), "lost", {}, {}});
            return;
        }
        if (own) {
            takeOwn(returned);
        } else if (inOrder_ && op.id.seq == stands->lastSeq + 1) {
            write(returned, returned.judgement);
        }
    }

    std::int64_t taken() const { return taken_; }

private:
    void takeOwn(const ReturnedOp& returned) {
        if (returned.ready.op.type == "booking.made")
            log_.alarm(registryDevice, 1, "people-lost",
                       "bookings came back without the names that only the lost store had");
        if (inOrder_) return write(returned, returned.judgement);
        Judgement late{
            std::string(compensated), "returned-late", "came back after others had gone on", {}};
        for (const store::Record& row : returned.judgement.rows)
            if (isUnused(log_, row)) late.rows.push_back(row);
        write(returned, std::move(late));
    }

    void write(const ReturnedOp& returned, Judgement judgement) {
        log_.takeBackLost(returned.ready, std::move(judgement));
        ++taken_;
    }

    SiteLog& log_;
    const store::LostTail& tail_;
    bool inOrder_ = false;
    std::int64_t taken_ = 0;
};

} // namespace

core::Result<Returned> readReturned(const json& body, const ports::Crypto& crypto) {
    FieldReader read(body);
    Returned returned;
    returned.epoch = read.text("epoch", 1, 32);
    returned.last = read.optionalFlag("last", false);
    const json* page = read.optionalObject("page");
    if (page != nullptr && (!page->contains("ops") || !page->at("ops").is_array()))
        read.complain("page", "must have a list of ops");
    if (const auto error = read.error()) return tl::unexpected(*error);
    if (page == nullptr) return returned;
    for (const json& item : page->at("ops")) {
        auto op = readOne(item, crypto);
        if (!op) return tl::unexpected(op.error());
        if (op->ready.op.type != unreadableType) returned.ops.push_back(std::move(*op));
    }
    return returned;
}

core::Result<std::int64_t> takeReturned(SiteLog& log, const std::string& epoch,
                                        const std::vector<ReturnedOp>& ops) {
    auto tail = store::lostTail(log.database(), log.site(), epoch);
    if (!tail)
        return core::refused("unknown-epoch", "this log did not go on from a copy of that one");
    Return back(log, *tail);
    const bool inOrder = tail->adopted == log.rev();
    for (const ReturnedOp& op : ops)
        back.take(op);
    if (inOrder) store::setAdopted(log.database(), log.site(), epoch, log.rev());
    return back.taken();
}

} // namespace menzhen::ops
