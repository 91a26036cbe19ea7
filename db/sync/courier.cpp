// SPDX-License-Identifier: Apache-2.0
// What the courier asks, and when.
#include "db/sync/courier.h"

#include "app/core/bugs.h"
#include "app/core/bytes.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace menzhen::sync {

namespace {

using nlohmann::json;

/// Percent-encoding of everything but unreserved characters (RFC 3986, 2.3).
std::string encoded(const std::string& text) {
    constexpr const char* digits = "0123456789ABCDEF";
    constexpr std::string_view plain = "-._~";
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (letter || (c >= '0' && c <= '9') || plain.find(c) != std::string_view::npos) {
            result += c;
        } else {
            result += '%';
            result += digits[byte >> 4];
            result += digits[byte & 15];
        }
    }
    return result;
}

} // namespace

Courier::Courier(CourierSetup setup) : setup_(std::move(setup)) {
    core::Bytes session(8);
    setup_.chance.fill(session);
    session_ = core::toHex(session);
    refresh();
}

std::string Courier::livePath() const {
    return path("/live?scope=" + encoded(setup_.projection.scope()));
}

std::optional<ports::LinkRequest> Courier::next() {
    const std::int64_t now = setup_.clock.monotonicMs();
    if (asking_ != Step::None || now < notBeforeMs_) return std::nullopt;
    askedAtMs_ = now;
    if (arrived_) return pullAhead();
    if (!introduced_) return introduction();
    if (givingBack_) return giveBack();
    if (!returning_.empty()) return returnPage();
    if (snapshotNeeded_ || cursor_.epoch.empty()) return snapshot();
    if (unsent() && now >= pushNotBeforeMs_)
        if (auto request = batch()) return request;
    if (pullDue_ || now >= pollAtMs_) return pull(cursor_.revision);
    return std::nullopt;
}

std::optional<std::int64_t> Courier::wakeAtMs() const {
    if (asking_ != Step::None || arrived_) return std::nullopt;
    if (!introduced_ || givingBack_ || !returning_.empty() || snapshotNeeded_ ||
        cursor_.epoch.empty() || pullDue_)
        return notBeforeMs_;
    std::int64_t at = pollAtMs_;
    if (unsent()) at = std::min(at, pushNotBeforeMs_);
    return std::max(at, notBeforeMs_);
}

ports::LinkRequest Courier::post(const std::string& tail, std::string body) {
    core::Bytes key(16);
    setup_.chance.fill(key);
    ports::LinkRequest request;
    request.method = "POST";
    request.path = path(tail);
    request.body = std::move(body);
    request.idempotencyKey = core::toHex(key);
    request.timeoutMs = commandTimeoutMs;
    return request;
}

std::optional<ports::LinkRequest> Courier::introduction() {
    KnownChain known;
    store::OutboxOp last;
    std::vector<std::string> epochs;
    const auto read = setup_.database.read([&]() -> core::Result<void> {
        known = readKnownChain(setup_.database);
        last = store::lastOp(setup_.database, incarnation_);
        epochs = store::pulledEpochs(setup_.database);
        return {};
    });
    // Half an introduction would be believed: without its chain nobody can tell two logs apart.
    if (!read) {
        failed(Step::Introduce, read.error().code);
        return std::nullopt;
    }
    asking_ = Step::Introduce;
    json body{{"id", setup_.device},
              {"role", setup_.role},
              {"public_key", setup_.publicKey},
              {"incarnation", incarnation_},
              {"last_seq", lastSeq_},
              {"chain", core::toHex(last.chain)},
              {"epoch", cursor_.epoch},
              {"revision", cursor_.revision},
              {"session", session_},
              {"unsent", state_.pendingOps}};
    // The chain at a revision before the cursor's proves as much.
    if (known.epoch == cursor_.epoch && known.revision > 0)
        body.update({{"revision_chain", known.chain}, {"chain_revision", known.revision}});
    if (displacements_ >= displacementsOfAClone) body["displaced"] = true;
    if (behind_) body["behind"] = true;
    body["epochs"] = epochs;
    // A key of its own for each try: the registry would repeat its old "waiting" otherwise.
    return post("/devices", body.dump());
}

ports::LinkRequest Courier::snapshot() {
    asking_ = Step::Snapshot;
    ports::LinkRequest request;
    request.path = path("/snapshot?scope=" + encoded(setup_.projection.scope()));
    // One that the registry keeps will do; but it must not lie behind what this device has seen.
    request.path += "&least=" + std::to_string(cursor_.revision);
    if (!cursor_.epoch.empty()) request.path += "&epoch=" + encoded(cursor_.epoch);
    request.timeoutMs = snapshotTimeoutMs;
    return request;
}

bool Courier::compareDue() const {
    if (setup_.replica == nullptr || occupied_ || unsent()) return false;
    return comparedAtMs_ == 0 || setup_.clock.monotonicMs() - comparedAtMs_ >= compareEveryMs ||
           cursor_.revision - comparedRevision_ >= compareEveryRevisions;
}

/// While a page is written, when the registry has more of the log and nothing else is to be said.
std::optional<ports::LinkRequest> Courier::pullAhead() {
    const Arrived& page = *arrived_;
    if (page.step != Step::Pull || setup_.replica == nullptr || ahead_ || !introduced_ ||
        snapshotNeeded_ || givingBack_ || !returning_.empty() || unsent())
        return std::nullopt;
    if (page.log.through >= page.log.revision || page.log.day.value_or(cursor_.day) != cursor_.day)
        return std::nullopt;
    return pull(page.log.through);
}

ports::LinkRequest Courier::pull(std::int64_t after) {
    asking_ = Step::Pull;
    askedAfter_ = after;
    wokenThrough_ = 0;
    ports::LinkRequest request;
    request.path = path("/ops?scope=" + encoded(setup_.projection.scope()) +
                        "&after=" + std::to_string(after) + "&limit=" + std::to_string(sliceOps) +
                        "&epoch=" + encoded(cursor_.epoch) + (compareDue() ? "&digest=true" : ""));
    request.timeoutMs = commandTimeoutMs;
    return request;
}

std::optional<ports::LinkRequest> Courier::batch() {
    const bool older = !older_.empty();
    const std::int64_t incarnation = older ? older_.front().incarnation : incarnation_;
    const std::int64_t from = older ? older_.front().next : sendFrom_;
    std::vector<store::OutboxOp> ops;
    if (bugs::active(bugs::SendNewestAlone)) sendFrom_ = lastSeq_;
    const auto read = setup_.database.read([&]() -> core::Result<void> {
        ops = store::outboxFrom(setup_.database, incarnation, from, batchLimit_);
        return {};
    });
    if (!read) {
        failed(Step::Push, read.error().code);
        return std::nullopt;
    }
    if (ops.empty()) {
        if (older) older_.erase(older_.begin());
        return std::nullopt;
    }
    // The stored text goes out as it stands: its hash was taken over these very values.
    std::string list;
    batchOps_ = 0;
    for (const store::OutboxOp& op : ops) {
        if (batchOps_ > 0 &&
            (list.size() + op.op.size() > maxBatchBytes || op.seq != ops.front().seq + batchOps_))
            break;
        list += (batchOps_ > 0 ? "," : "") + op.op;
        ++batchOps_;
    }
    asking_ = Step::Push;
    const json head{{"device", setup_.device},
                    {"incarnation", incarnation},
                    {"from", ops.front().seq},
                    {"session", session_},
                    {"unsent", std::max<std::int64_t>(0, state_.pendingOps - batchOps_)},
                    {"chain", core::toHex(ops[static_cast<std::size_t>(batchOps_ - 1)].chain)}};
    std::string body = head.dump();
    body.back() = ','; // in place of the closing brace
    return post("/ops", body + R"("ops":[)" + list + "]}");
}

void Courier::woken(const std::string& data) {
    const json event = json::parse(data, nullptr, false);
    if (!event.is_object()) return;
    const auto through = event.find("through");
    const auto epoch = event.find("epoch");
    if (through == event.end() || !through->is_number_integer() || epoch == event.end() ||
        !epoch->is_string())
        return;
    const bool sameLog = epoch->get<std::string>() == cursor_.epoch;
    if (sameLog && through->get<std::int64_t>() <= cursor_.revision) return;
    if (bugs::active(bugs::WakeMovesCursor))
        (void)setup_.database.transact([&]() -> core::Result<void> {
            writeCursor(setup_.database, setup_.projection.scope(),
                        {cursor_.epoch, through->get<std::int64_t>(), cursor_.day});
            return {};
        });
    wokenThrough_ = std::max(wokenThrough_, through->get<std::int64_t>());
    pullDue_ = true;
    refresh();
}

void Courier::liveOpened() {
    // Each device's channel opens at its own jittered moment: whoever is through may ask at once.
    notBeforeMs_ = 0;
    pullDue_ = true;
}

void Courier::askNow() {
    notBeforeMs_ = 0;
    pullDue_ = true;
}

void Courier::liveBroke() {
    pullDue_ = true;
    introduced_ = false; // whoever answers next may be a copy of what answered before
    notBeforeMs_ = std::max(notBeforeMs_, setup_.clock.monotonicMs() + backOffMs());
}

void Courier::committed() {
    refresh();
}

int Courier::backOffMs() {
    const int doublings = std::min(attempts_, 10);
    const int most = std::min(backoffToMs, backoffFromMs << doublings);
    std::array<std::uint8_t, 4> drawn{};
    setup_.chance.fill(drawn);
    std::uint32_t value = 0;
    for (const std::uint8_t byte : drawn)
        value = value << 8 | byte;
    return backoffLeastMs +
           static_cast<int>(value % static_cast<std::uint32_t>(most - backoffLeastMs + 1));
}

void Courier::refresh() {
    bool anyPending = false;
    const auto read = setup_.database.read([&]() -> core::Result<void> {
        cursor_ = readCursor(setup_.database, setup_.projection.scope());
        if (setup_.replica == nullptr) return {};
        const std::int64_t incarnation = incarnationOf(setup_.database);
        if (incarnation != incarnation_) sendFrom_ = 0;
        incarnation_ = incarnation;
        lastSeq_ = store::lastSeq(setup_.database, incarnation);
        const auto pending = store::firstPending(setup_.database, incarnation);
        anyPending = pending.has_value();
        if (sendFrom_ == 0) sendFrom_ = pending.value_or(lastSeq_ + 1);
        return {};
    });
    if (!read)
        setProblem(Step::None, read.error().code);
    else if (problemAt_ == Step::None)
        state_.problem.clear();
    state_.cursor = cursor_.revision;
    state_.hasData = !cursor_.epoch.empty();
    state_.pendingOps =
        setup_.replica == nullptr ? 0 : std::max<std::int64_t>(0, lastSeq_ - sendFrom_ + 1);
    for (const OlderOps& older : older_)
        state_.pendingOps += older.last - older.next + 1;
    // What a store that cannot be read still has to send is not known.
    state_.upToDate = read && state_.connected && introduced_ && state_.hasData &&
                      !snapshotNeeded_ && !anyPending &&
                      cursor_.revision >= std::max(registryRevision_, wokenThrough_);
}

} // namespace menzhen::sync
