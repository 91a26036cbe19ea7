// SPDX-License-Identifier: Apache-2.0
#include "app/registry/writer.h"

#include "app/registry/problems.h"

#include <chrono>

namespace menzhen::registry {

Writer::Writer(store::Database& database, std::vector<std::unique_ptr<clerk::Clerk>> clerks,
               Committed committed)
    : database_(database), committed_(std::move(committed)) {
    for (auto& clerk : clerks) {
        std::string site = clerk->site();
        told_[site] = clerk->rev();
        clerks_.emplace(std::move(site), std::move(clerk));
    }
    thread_ = std::thread([this] { run(); });
}

Writer::~Writer() {
    stop();
}

void Writer::post(const std::string& site, Command command, Responder answer, std::size_t ops,
                  std::size_t bytes) {
    if (!clerks_.contains(site)) {
        answer.send(problem(404, "unknown-site", "this registry does not hold that site"));
        return;
    }
    {
        const std::lock_guard lock(guard_);
        if (!stopping_ && queue_.size() < maxQueuedCommands) {
            queue_.push_back({site, std::move(command), std::move(answer), ops, bytes});
            wake_.notify_one();
            return;
        }
    }
    answer.send(problem(503, "busy", "too many commands wait: try again in a second"));
}

void Writer::onSweep(std::function<void(clerk::Clerk&)> work) {
    const std::lock_guard lock(guard_);
    sweeping_ = std::move(work);
}

void Writer::stop() {
    {
        const std::lock_guard lock(guard_);
        stopping_ = true;
        wake_.notify_one();
    }
    if (thread_.joinable()) thread_.join();
}

WriterStats Writer::stats() const {
    const std::lock_guard lock(guard_);
    return stats_;
}

std::vector<Writer::Job> Writer::nextGroup() {
    std::vector<Job> group;
    std::size_t ops = 0;
    std::size_t bytes = 0;
    while (!queue_.empty() && ops < maxGroupOps && bytes < maxGroupBytes) {
        ops += queue_.front().ops;
        bytes += queue_.front().bytes;
        group.push_back(std::move(queue_.front()));
        queue_.pop_front();
    }
    return group;
}

void Writer::run() {
    auto nextSweep = std::chrono::steady_clock::now();
    for (;;) {
        std::vector<Job> group;
        {
            std::unique_lock lock(guard_);
            wake_.wait_until(lock, nextSweep, [&] { return stopping_ || !queue_.empty(); });
            if (stopping_ && queue_.empty()) return;
            group = nextGroup();
        }
        if (!group.empty()) execute(std::move(group));
        if (std::chrono::steady_clock::now() >= nextSweep) {
            sweep();
            nextSweep = std::chrono::steady_clock::now() + std::chrono::milliseconds(sweepEveryMs);
        }
    }
}

core::Result<void> Writer::work(std::vector<Job>& group, std::vector<HttpResponse>& responses) {
    for (auto& [site, clerk] : clerks_)
        if (auto begun = clerk->begin(); !begun) return begun;
    for (Job& job : group)
        responses.push_back(responseOf(job.command(*clerks_.at(job.site))));
    for (auto& [site, clerk] : clerks_)
        clerk->end();
    return {};
}

void Writer::execute(std::vector<Job> group) {
    std::vector<HttpResponse> responses;
    const auto committed = database_.transact([&] { return work(group, responses); });
    if (!committed) responses.assign(group.size(), problemOf(committed.error()));
    {
        const std::lock_guard lock(guard_);
        ++(committed ? stats_.commits : stats_.failedCommits);
        stats_.commands += group.size();
    }
    for (std::size_t i = 0; i < group.size(); ++i)
        group[i].answer.send(std::move(responses[i]));
    if (committed) tell();
}

void Writer::tell() {
    for (const auto& [site, clerk] : clerks_) {
        // Not against the clerk's last figure: that of a failed commit counts revisions that are
        // gone.
        const std::int64_t grown = clerk->rev() - told_[site];
        if (grown == 0) continue;
        {
            const std::lock_guard lock(guard_);
            stats_.ops += static_cast<std::uint64_t>(grown > 0 ? grown : 0);
        }
        told_[site] = clerk->rev();
        committed_(site, clerk->rev(), clerk->epoch());
    }
}

void Writer::sweep() {
    std::function<void(clerk::Clerk&)> more;
    {
        const std::lock_guard lock(guard_);
        more = sweeping_;
    }
    const auto swept = database_.transact([&]() -> core::Result<void> {
        for (auto& [site, clerk] : clerks_) {
            if (auto begun = clerk->begin(); !begun) return begun;
            clerk->expireHolds();
            if (more) more(*clerk);
            clerk->end();
        }
        return {};
    });
    // What another process wrote (the `menzhen` tool) shows here too: the revision has grown.
    if (swept) tell();
}

} // namespace menzhen::registry
