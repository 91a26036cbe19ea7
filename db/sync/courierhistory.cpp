// SPDX-License-Identifier: Apache-2.0
// What a restored store or a restored registry lacks (sync.md 1.3, 1.4), and the watchdog.
#include "app/core/bytes.h"
#include "db/sync/courier.h"

#include <algorithm>
#include <utility>

namespace menzhen::sync {

namespace {

using nlohmann::json;

} // namespace

void Courier::measureClock(std::optional<std::int64_t> now) {
    if (setup_.siteClock != nullptr && now) setup_.siteClock->heldAgainst(*now, askedAtMs_);
}

/// Where this device stands in the registry's log, and what follows for its outbox.
core::Result<void> Courier::takePlace(const json& answer) {
    const std::int64_t theirs = answer.at("incarnation").get<std::int64_t>();
    auto read = readAnswer([&] {
        returning_.clear();
        // Who was restored again lacks again what it was given before.
        const auto epoch = answer.at("epoch").get<std::string>();
        if (std::exchange(returnedTo_, epoch) != epoch) returnedEpochs_.clear();
        if (answer.contains("lost"))
            for (const json& tail : answer.at("lost"))
                giveLost(tail.at("epoch").get<std::string>(), tail.at("after").get<std::int64_t>());
        else if (answer.contains("return_after")) // a registry of before
            giveLost(cursor_.epoch, answer.at("return_after").get<std::int64_t>());
        if (!answer.contains("give_back")) return;
        GivingBack giving;
        giving.incarnation = answer.at("give_back").at("incarnation").get<std::int64_t>();
        giving.through = answer.at("give_back").at("through").get<std::int64_t>();
        giving.to = theirs;
        givingBack_ = giving;
    });
    if (!read) return read;
    if (theirs == incarnation_) {
        givingBack_.reset();
        // Somebody else's late word may have gone before: asked once more, it is this store's.
        if (answer.at("last_seq").get<std::int64_t>() > lastSeq_ && !behind_) {
            behind_ = true;
            introduced_ = false;
            return {};
        }
        behind_ = false;
        return sortOut(answer);
    }
    behind_ = false;
    displacements_ = 0;
    if (setup_.crypto == nullptr || !givingBack_ || givingBack_->incarnation != incarnation_) {
        blockPush("other-incarnation");
        givingBack_.reset();
        return {};
    }
    // From the first op on that this store has not acknowledged.
    auto pending = setup_.database.read([&]() -> core::Result<void> {
        givingBack_->after = store::firstPending(setup_.database, incarnation_)
                                 .value_or(store::lastSeq(setup_.database, incarnation_) + 1) -
                             1;
        return {};
    });
    if (!pending) return pending;
    mayPush_ = false; // until the history is whole
    return givingBack_->after < givingBack_->through ? core::Result<void>() : changeIncarnation();
}

core::Result<void> Courier::changeIncarnation() {
    auto taken =
        setup_.replica->takeIncarnation(givingBack_->to, givingBack_->conflicts, *setup_.crypto);
    givingBack_.reset();
    introduced_ = false; // under the new one it is asked for the rest
    if (!taken) return taken;
    refresh();
    return {};
}

void Courier::giveLost(const std::string& epoch, std::int64_t after) {
    if (!returnedEpochs_.contains(epoch)) returning_.push_back({epoch, after, 0, false});
}

/// Whatever lies above the registry's last seq is offered again, acknowledged or not: it may have
/// been restored from an older copy.
core::Result<void> Courier::sortOut(const json& answer) {
    std::map<std::int64_t, std::int64_t> known;
    auto read = readAnswer([&] {
        if (answer.contains("incarnations"))
            for (const json& of : answer.at("incarnations"))
                known[of.at("incarnation").get<std::int64_t>()] =
                    of.at("last_seq").get<std::int64_t>();
        known[incarnation_] = answer.at("last_seq").get<std::int64_t>();
    });
    if (!read) return read;
    std::map<std::int64_t, std::int64_t> heads;
    std::map<std::int64_t, std::int64_t> acknowledged;
    older_.clear();
    auto done = setup_.database.read([&]() -> core::Result<void> {
        heads = store::outboxHeads(setup_.database);
        for (const auto& [incarnation, last] : heads)
            acknowledged[incarnation] =
                store::firstPending(setup_.database, incarnation).value_or(last + 1) - 1;
        return {};
    });
    if (!done) return done;
    for (const auto& [incarnation, last] : heads) {
        const std::int64_t theirs = known.contains(incarnation) ? known[incarnation] : last;
        if (theirs < acknowledged[incarnation])
            if (auto reopened = setup_.replica->reopen(incarnation, theirs); !reopened)
                return reopened;
        const std::int64_t next = std::min(acknowledged[incarnation], theirs) + 1;
        if (incarnation != incarnation_ && next <= last)
            older_.push_back({incarnation, next, last});
    }
    sendFrom_ = 0;
    refresh();
    sendFrom_ = std::min(sendFrom_, known[incarnation_] + 1);
    return {};
}

ports::LinkRequest Courier::giveBack() {
    asking_ = Step::GiveBack;
    ports::LinkRequest request;
    request.path = path("/ops?scope=own%3A" + setup_.device +
                        "&incarnation=" + std::to_string(givingBack_->incarnation) + "&after=" +
                        std::to_string(givingBack_->after) + "&limit=" + std::to_string(sliceOps));
    request.timeoutMs = commandTimeoutMs;
    return request;
}

core::Result<void> Courier::gaveBack(const json& answer) {
    std::vector<GivenOp> given;
    std::int64_t through = 0;
    auto read = readAnswer([&] {
        through = answer.at("through").get<std::int64_t>();
        for (const json& item : answer.at("ops")) {
            const json& op = item.at("op");
            GivenOp one;
            one.incarnation = givingBack_->incarnation;
            one.op = op.dump();
            one.hash = core::fromHex(item.at("hash").get<std::string>()).value_or(core::Bytes());
            one.type = op.at("type").get<std::string>();
            one.verdict = {op.at("seq").get<std::int64_t>(),
                           item.at("revision").get<std::int64_t>(),
                           item.at("verdict").get<std::string>(),
                           item.at("code").get<std::string>(), givingBack_->incarnation};
            given.push_back(std::move(one));
        }
    });
    if (!read) return read;
    auto conflicts = setup_.replica->giveBack(given);
    if (!conflicts) return tl::unexpected(conflicts.error());
    for (GivenOp& conflict : *conflicts)
        givingBack_->conflicts.push_back(std::move(conflict));
    givingBack_->after = through;
    succeeded(Step::GiveBack);
    if (!given.empty() && through < givingBack_->through) return {};
    return changeIncarnation();
}

std::optional<ports::LinkRequest> Courier::returnPage() {
    Returning& lost = returning_.front();
    std::optional<store::PulledPage> page;
    const auto read = setup_.database.read([&]() -> core::Result<void> {
        page = store::pulledBeyond(setup_.database, lost.epoch, lost.beyond, lost.from);
        return {};
    });
    if (!read) {
        failed(Step::Return, read.error().code);
        return std::nullopt;
    }
    std::string body = R"({"device":)" + json(setup_.device).dump() + R"(,"session":)" +
                       json(session_).dump() + R"(,"returned":{"epoch":)" + json(lost.epoch).dump();
    if (page) {
        lost.from = page->after + 1;
        body += R"(,"page":)" + page->page;
    } else {
        lost.over = true;
        // Only when the last of them is told may the registry go on.
        if (returning_.size() == 1) body += R"(,"last":true)";
    }
    asking_ = Step::Return;
    return post("/ops", body + "}}");
}

void Courier::restart() {
    asking_ = Step::None;
    arrived_.reset();
    ahead_.reset();
    introduced_ = false;
    givingBack_.reset();
    returning_.clear();
    older_.clear();
    mayPush_ = true;
    pullDue_ = true;
    batchLimit_ = maxBatchOps;
    attempts_ = 0;
    sendFrom_ = 0;
    notBeforeMs_ = 0;
    pushNotBeforeMs_ = 0;
    refresh();
}

Rescue Courier::watchdog() {
    const std::int64_t now = setup_.clock.monotonicMs();
    const bool stuck = unsent() && (state_.connected || asking_ != Step::None);
    if (!stuck || !unsentSinceMs_) {
        unsentSinceMs_ = stuck ? std::optional(now) : std::nullopt;
        tornDown_ = false;
        return Rescue::None;
    }
    if (now - *unsentSinceMs_ >= restartAfterMs) {
        unsentSinceMs_ = now;
        tornDown_ = false;
        restart();
        return Rescue::Restart;
    }
    if (tornDown_ || now - *unsentSinceMs_ < tearDownAfterMs) return Rescue::None;
    tornDown_ = true;
    asking_ = Step::None;
    introduced_ = false;
    notBeforeMs_ = 0;
    pushNotBeforeMs_ = 0;
    return Rescue::TearDown;
}

} // namespace menzhen::sync
