// SPDX-License-Identifier: Apache-2.0
// What the courier makes of the registry's answers.
#include "app/core/bugs.h"
#include "app/core/check.h"
#include "db/sync/courier.h"
#include "db/sync/snapshotreader.h"

#include <algorithm>

namespace menzhen::sync {

namespace {

using nlohmann::json;

constexpr int tooLarge = 413;
constexpr int tooMany = 429;
constexpr int notAvailable = 503;

/// One side does not believe the other: nothing that this device sends will change it.
bool isTrustProblem(const std::string& code) {
    return code == "denied" || code == "not-enrolled" || code.starts_with("certificate-");
}

} // namespace

void Courier::answered(const core::Result<ports::LinkResponse>& answer) {
    const Step step = std::exchange(asking_, Step::None);
    MENZHEN_CHECK(step != Step::None, "an answer that nobody asked for");
    const std::int64_t now = setup_.clock.monotonicMs();
    pollAtMs_ = now + pollEveryMs;
    if (!answer) {
        if (bugs::active(bugs::SilenceIsConsent) && step == Step::Push) sendFrom_ = lastSeq_ + 1;
        state_.connected = false;
        introduced_ = false; // whoever answers next may be a copy of what answered before
        notBeforeMs_ = now + backOffMs();
        ++attempts_;
        if (isTrustProblem(answer.error().code)) setProblem(step, answer.error().code);
        state_.waitingForTrust = state_.waitingForTrust || answer.error().code == "not-enrolled";
    } else {
        state_.lastContactMs = setup_.clock.utcMs();
        if (answer->status < 200 || answer->status > 299) {
            refused(step, *answer);
        } else {
            state_.connected = true;
            if (const auto taken = take(step, answer->body); !taken)
                failed(step, taken.error().code);
            state_.lastContactMs = setup_.clock.utcMs(); // on the clock that was just put right
        }
    }
    refresh();
}

core::Result<void> Courier::take(Step step, const std::string& body) {
    const bool lobby = setup_.replica != nullptr;
    Arrived arrived;
    arrived.step = step;
    if (lobby && step == Step::Snapshot) {
        // Before anything of the own store is replaced (sync.md 1.12).
        if (setup_.crypto != nullptr && !hashHolds(body, *setup_.crypto))
            return core::badData("snapshot-hash", "the snapshot is not the one that was published");
        arrived.text = body;
        arrived_ = std::move(arrived);
        return {};
    }
    if (lobby && step == Step::Pull) {
        auto page = readPulledLog(body);
        if (!page) return tl::unexpected(page.error());
        measureClock(page->now);
        return takeLog(std::move(*page), body);
    }
    json answer = json::parse(body, nullptr, false);
    if (!answer.is_object()) return core::badData("malformed-answer", "a JSON object is wanted");
    const auto now = answer.find("now");
    if (now != answer.end() && now->is_number_integer()) measureClock(now->get<std::int64_t>());
    if (step != Step::Snapshot && step != Step::Pull) return good(step, answer);
    arrived.answer = std::move(answer);
    arrived_ = std::move(arrived);
    return {};
}

core::Result<void> Courier::good(Step step, const json& answer) {
    switch (step) {
    case Step::Introduce:
        return introduced(answer);
    case Step::GiveBack:
        return gaveBack(answer);
    case Step::Return:
        if (!returning_.empty() && returning_.front().over) {
            returnedEpochs_.insert(returning_.front().epoch);
            returning_.pop_front();
            introduced_ = !returning_.empty(); // it knows more of this device now
        }
        succeeded(step);
        return {};
    default:
        return pushed(answer);
    }
}

core::Result<void> Courier::introduced(const json& answer) {
    std::string state;
    std::string epoch;
    std::int64_t revision = 0;
    auto read = readAnswer([&] {
        state = answer.at("state").get<std::string>();
        epoch = answer.at("epoch").get<std::string>();
        revision = answer.at("revision").get<std::int64_t>();
        (void)answer.at("incarnation").get<std::int64_t>();
        (void)answer.at("last_seq").get<std::int64_t>();
    });
    if (!read) return read;
    succeeded(Step::Introduce);
    state_.waitingForTrust = state == "waiting";
    if (state != "trusted") {
        notBeforeMs_ =
            setup_.clock.monotonicMs() + (state_.waitingForTrust ? trustEveryMs : blockedEveryMs);
        if (!state_.waitingForTrust) setProblem(Step::Introduce, "denied");
        return {};
    }
    introduced_ = true;
    mayPush_ = true;
    pullDue_ = true;
    if (problemAt_ == Step::Push) state_.problem.clear();
    if (!cursor_.epoch.empty() && (epoch != cursor_.epoch || revision < cursor_.revision))
        snapshotNeeded_ = true;
    if (setup_.replica == nullptr) return {};
    return takePlace(answer);
}

core::Result<void> Courier::pushed(const json& answer) {
    std::vector<Verdict> verdicts;
    std::string epoch;
    std::int64_t revision = 0;
    auto read = readAnswer([&] {
        epoch = answer.at("epoch").get<std::string>();
        revision = answer.at("revision").get<std::int64_t>();
        for (const json& v : answer.at("verdicts"))
            verdicts.push_back({v.at("seq").get<std::int64_t>(),
                                v.at("revision").get<std::int64_t>(),
                                v.at("verdict").get<std::string>(), v.at("code").get<std::string>(),
                                older_.empty() ? incarnation_ : older_.front().incarnation});
    });
    if (!read) return read;
    std::int64_t& next = older_.empty() ? sendFrom_ : older_.front().next;
    if (verdicts.empty() || verdicts.back().seq < next)
        return core::badData("malformed-answer", "a batch was answered without its verdicts");
    unsentSinceMs_.reset();
    if (epoch == cursor_.epoch) {
        if (auto taken = setup_.replica->taken(verdicts); !taken) return taken;
        next = verdicts.back().seq + 1;
        if (!older_.empty() && next > older_.front().last) older_.erase(older_.begin());
        batchLimit_ = std::min(maxBatchOps, batchLimit_ * 2);
    } else {
        // Its revisions are of another log. The ops are sent again on its ground: it knows them.
        snapshotNeeded_ = true;
    }
    registryRevision_ = std::max(registryRevision_, revision);
    pullDue_ = pullDue_ || revision > cursor_.revision;
    succeeded(Step::Push);
    return {};
}

void Courier::refused(Step step, const ports::LinkResponse& response) {
    const json problem = json::parse(response.body, nullptr, false);
    std::string code = "http-" + std::to_string(response.status);
    if (problem.is_object())
        if (const auto named = problem.find("code"); named != problem.end() && named->is_string())
            code = named->get<std::string>();
    const std::int64_t now = setup_.clock.monotonicMs();
    if (response.status == tooMany || response.status == notAvailable) {
        state_.connected = false;
        notBeforeMs_ = now + std::max(backOffMs(),
                                      std::min(response.retryAfterMs.value_or(0), maxRetryAfterMs));
        ++attempts_;
        return;
    }
    state_.connected = true;
    if (code == "snapshot-needed") {
        snapshotNeeded_ = true;
        introduced_ = false; // a log that is behind this cursor was restored: it must be told
        notBeforeMs_ = now + backOffMs(); // all devices are told so at one moment
    } else if (code == "unknown-device") {
        introduced_ = false;
        failed(step, {});
    } else if (code == "device-not-trusted") {
        introduced_ = false;
        state_.waitingForTrust = true;
        notBeforeMs_ = now + trustEveryMs;
    } else if (step == Step::Push && !isTrustProblem(code)) {
        pushRefused(code, response.status);
    } else if (code == "other-key" || isTrustProblem(code)) {
        setProblem(step, code);
        notBeforeMs_ = now + blockedEveryMs;
    } else {
        failed(step, "refused:" + code);
    }
}

void Courier::pushRefused(const std::string& code, int status) {
    if ((status == tooLarge || code == "batch-too-large") && batchOps_ > 1) {
        batchLimit_ = std::max<std::int64_t>(1, batchOps_ / 2);
    } else if (code == "seq-gap") {
        // It lacks ops that it had acknowledged: this device kept them, and the registry must hear
        // that its log is behind.
        introduced_ = false;
        failed(Step::Push, code);
    } else if (code == "fork" || code == "other-incarnation" || code == "other-session") {
        // Its next introduction gets this device an incarnation of its own.
        introduced_ = false;
        if (code == "other-session") ++displacements_;
        if (!older_.empty() && code == "fork") older_.erase(older_.begin());
        failed(Step::Push, code);
    } else {
        failed(Step::Push, "refused:" + code);
    }
}

void Courier::succeeded(Step step) {
    attempts_ = 0;
    notBeforeMs_ = 0;
    if (step == Step::Push) pushNotBeforeMs_ = 0;
    if (problemAt_ == step) state_.problem.clear();
}

void Courier::setProblem(Step step, const std::string& problem) {
    problemAt_ = step;
    state_.problem = problem;
}

void Courier::blockPush(const std::string& problem) {
    mayPush_ = false;
    setProblem(Step::Push, problem);
}

void Courier::failed(Step step, const std::string& problem) {
    if (!problem.empty()) setProblem(step, problem);
    if (step == Step::Pull) pullDue_ = true;
    // Only a batch that is refused is put off: what the registry says must still come in.
    (step == Step::Push && introduced_ ? pushNotBeforeMs_ : notBeforeMs_) =
        setup_.clock.monotonicMs() + backOffMs();
    ++attempts_;
}

} // namespace menzhen::sync
