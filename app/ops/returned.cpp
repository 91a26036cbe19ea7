// SPDX-License-Identifier: Apache-2.0
#include "app/ops/returned.h"

#include "app/core/ownseries.h"
#include "app/ops/fields.h"
#include "app/ops/slots.h"
#include "db/store/oplog.h"
#include "db/store/records.h"

#include <algorithm>

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

/// What an op says that makes the row, and no op that only changes it.
const char* makingColumn(std::string_view table) {
    return table == "slot" ? "number" : table == "booking" ? "short_code" : "queue";
}

/// Whether nobody has used the row since: only such rows of what came too late are written.
bool isUnused(SiteLog& log, const store::Record& row) {
    const std::string_view table = row.table().name;
    if (table != "slot" && table != "booking" && table != "session") return false;
    std::vector<store::Cell> key;
    for (std::size_t i = 0; i < row.table().keys; ++i)
        key.push_back(row.cellAt(i));
    const auto stored = store::find(log.database(), log.site(), table, key);
    if (!stored) return row.has(makingColumn(table));
    // Whoever was told that a booking is cancelled will not come.
    if (table == "booking")
        return stored->text("state") == "booked" && row.has("state") &&
               row.text("state") == "cancelled";
    if (table != "slot") return false;
    // A hold gives way to what was sold: whoever holds it has no promise yet.
    const bool wasSold = row.has("state") && row.text("state") == "sold";
    const std::string& state = stored->text("state");
    // A retired one has come back under another number: its place is counted there.
    return state == "free" || (state == "held" && wasSold) ||
           (state != "retired" && row.has("hold") && stored->text("hold") == row.text("hold"));
}

/// Of the day's other bookings that were not given back, the one that is called by this number.
std::optional<store::Record> otherBookingOf(SiteLog& log, const store::Record& row,
                                            const std::string& number) {
    auto others = store::select(log.database(), log.site(), "booking",
                                "AND day = ? AND number = ? AND id <> ? AND state <> 'cancelled'",
                                {row.integer("day"), number, row.text("id")});
    if (others.empty()) return std::nullopt;
    return std::move(others.front());
}

/// The first copy of the booking's number that nobody is called by; empty: they are used up.
std::string freeCopy(SiteLog& log, const store::Record& row) {
    std::string number = row.text("number");
    do
        number = core::copyAfter(number);
    while (!number.empty() &&
           (otherBookingOf(log, row, number) ||
            isNumberOfTicket(log.database(), log.site(), row.integer("day"), number)));
    return number;
}

class Return {
public:
    /// `after`: where the page begins.
    Return(SiteLog& log, const store::LostTail& tail, std::int64_t after) : log_(log) {
        // What was put away is no more in the log, and was in it all the same.
        known_ = std::max(tail.rev, store::logHorizon(log.database(), log.site()));
        // A page before this one is missing: whoever has this one began from a snapshot.
        inOrder_ = tail.adopted == log.rev() && after <= known_;
    }

    bool inOrder() const { return inOrder_; }

    void take(const ReturnedOp& returned) {
        const Op& op = returned.ready.op;
        if (returned.rev <= known_) return;
        const bool own = op.id.device == registryDevice;
        if (own) log_.admitIncarnation(registryDevice, op.id.incarnation);
        const auto stands = log_.standing(op.id.device, op.id.incarnation);
        if (!stands) {
            // Under an incarnation that the lost registry gave: it comes from its outbox, later.
            inOrder_ = false;
            return;
        }
        if (own) {
            // This copy has gone on under the same keys before anybody told it.
            const auto same = store::findOp(log_.database(), log_.site(), registryDevice,
                                            op.id.incarnation, op.id.seq);
            if (same && same->hash == returned.ready.hash) return;
            if (same) return takeAnew(returned);
        } else if (op.id.seq <= stands->lastSeq) {
            return;
        }
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
        } else if (op.id.seq != stands->lastSeq + 1) {
            // What it said before is missing here: it could not be read, or nobody had pulled it.
            // Whatever the registry did about this op afterwards would stand on nothing.
            inOrder_ = false;
        } else if (inOrder_) {
            write(returned, returned.judgement);
        }
    }

    std::int64_t taken() const { return taken_; }

private:
    void takeAnew(const ReturnedOp& returned) {
        inOrder_ = false;
        const OpId& was = returned.ready.op.id;
        if (store::isRestamped(log_.database(), log_.site(), registryDevice, was.incarnation,
                               was.seq))
            return;
        const store::DevicePosition* registry = log_.device(registryDevice);
        Op op = returned.ready.op;
        op.was = {was.incarnation, was.seq};
        op.id = {registryDevice, registry->incarnation, registry->lastSeq + 1};
        take({makeReady(std::move(op), log_.crypto()), returned.rev, returned.judgement});
    }

    void takeOwn(const ReturnedOp& returned) {
        if (returned.ready.op.type == "booking.made")
            log_.alarm(registryDevice, 1, "people-lost",
                       "bookings came back without the names that only the lost store had");
        if (inOrder_) return write(returned, returned.judgement);
        Judgement late{
            std::string(compensated), "returned-late", "came back after others had gone on", {}};
        for (const store::Record& row : returned.judgement.rows) {
            if (!isUnused(log_, row)) continue;
            late.rows.push_back(row);
            if (row.table().name == "booking" && row.text("state") == "booked") tellApart(late);
        }
        write(returned, std::move(late));
    }

    /// The last row is a booking whose number somebody else may have got since.
    void tellApart(Judgement& late) {
        store::Record& row = late.rows.back();
        const auto other = otherBookingOf(log_, row, row.text("number"));
        if (!other &&
            !isNumberOfTicket(log_.database(), log_.site(), row.integer("day"), row.text("number")))
            return;
        const std::string copy = freeCopy(log_, row);
        if (copy.empty()) return; // the ticket will be told apart
        late.code = "sold-again";
        late.detail.clear();
        if (!other || other->text("state") != "booked") {
            row.set("number", copy);
            return;
        }
        store::Record later("booking");
        later.set("day", other->integer("day")).set("id", other->text("id")).set("number", copy);
        late.rows.push_back(std::move(later));
    }

    void write(const ReturnedOp& returned, Judgement judgement) {
        log_.takeBackLost(returned.ready, std::move(judgement));
        ++taken_;
    }

    SiteLog& log_;
    std::int64_t known_ = 0; ///< revision up to which the two logs are one
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
    FieldReader range(*page);
    returned.after = range.integer("after", 0, maxInteger);
    returned.through = range.integer("through", 0, maxInteger);
    if (returned.through < returned.after) range.complain("through", "lies before after");
    if (const auto error = range.error()) return tl::unexpected(*error);
    for (const json& item : page->at("ops")) {
        auto op = readOne(item, crypto);
        if (!op) return tl::unexpected(op.error());
        if (op->rev <= returned.after || op->rev > returned.through)
            return core::badData("bad-field", "revision: an op beyond its page");
        if (op->ready.op.type != unreadableType) returned.ops.push_back(std::move(*op));
    }
    return returned;
}

core::Result<std::int64_t> takeReturned(SiteLog& log, const Returned& returned) {
    const auto tail = store::lostTail(log.database(), log.site(), returned.epoch);
    if (!tail)
        return core::refused("unknown-epoch", "this log did not go on from a copy of that one");
    Return back(log, *tail, returned.after);
    const bool wasInOrder = tail->adopted == log.rev();
    for (const ReturnedOp& op : returned.ops)
        back.take(op);
    if (!wasInOrder) return back.taken();
    store::setAdopted(log.database(), log.site(), tail->adopted, back.inOrder() ? log.rev() : -1);
    // Whole up to here: nobody need give it back again, and the next page begins here.
    if (back.inOrder() && returned.through > tail->rev)
        store::setLostAfter(log.database(), log.site(), returned.epoch, log.rev(),
                            returned.through);
    return back.taken();
}

} // namespace menzhen::ops
