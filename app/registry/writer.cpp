// SPDX-License-Identifier: Apache-2.0
#include "app/registry/writer.h"

#include "app/registry/problems.h"

#include <algorithm>
#include <chrono>
#include <pthread.h>

namespace menzhen::registry {

namespace {

std::string cookieText(const std::string& token, bool secure) {
    return std::string(holderCookie) + "=" + token + "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" +
           std::to_string(holderCookieDays * 24 * 60 * 60) + (secure ? "; Secure" : "");
}

} // namespace

Writer::Writer(store::Database& database, std::vector<std::unique_ptr<clerk::Clerk>> clerks,
               Committed committed, bool secureCookies)
    : database_(database), committed_(std::move(committed)), secureCookies_(secureCookies) {
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

void Writer::post(const std::string& site, clerk::Work work, const Responder& answer) {
    if (site.empty() && !clerks_.empty())
        return post(clerks_.begin()->first, std::move(work), answer);
    enqueue(std::make_shared<Task>(Task{site, std::move(work), answer}));
}

void Writer::post(const std::string& site, clerk::Work work, Done done) {
    auto task = std::make_shared<Task>(Task{site, std::move(work), std::nullopt});
    task->done = std::move(done);
    enqueue(std::move(task));
}

void Writer::post(const std::string& site, clerk::Work work, const Responder& answer, Done done) {
    auto task = std::make_shared<Task>(Task{site, std::move(work), answer});
    task->done = std::move(done);
    enqueue(std::move(task));
}

void Writer::enqueue(std::shared_ptr<Task> task) {
    const auto refuse = [](const Task& refused, int status, const core::Error& error) {
        if (refused.done) refused.done(tl::unexpected(error));
        if (refused.answer) refused.answer->send(problem(status, error.code, error.detail));
    };
    if (!clerks_.contains(task->site))
        return refuse(
            *task, 404,
            {core::ErrorKind::Refused, "unknown-site", "this registry does not hold that site"});
    const bool inParts = !task->work.parts.empty();
    {
        const std::lock_guard lock(guard_);
        if (!stopping_ && commands_.size() + backlog_.size() < maxQueuedCommands) {
            (inParts ? backlog_ : commands_).push_back(std::move(task));
            wake_.notify_one();
            return;
        }
    }
    refuse(*task, 503,
           {core::ErrorKind::Busy, "busy", "too many commands wait: try again in a second"});
}

void Writer::post(const std::string& site, Command command, const Responder& answer) {
    clerk::Work work;
    work.command = std::move(command);
    post(site, std::move(work), answer);
}

void Writer::onSweep(std::function<void(clerk::Clerk&)> work, std::function<void()> after) {
    const std::lock_guard lock(guard_);
    sweeping_ = std::move(work);
    swept_ = std::move(after);
}

void Writer::onLog(std::function<void(int pages)> told) {
    const std::lock_guard lock(guard_);
    logTold_ = std::move(told);
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

void Writer::run() {
    pthread_setname_np(pthread_self(), "writer"); // as `top -H` and the benchmarks show it
    auto nextSweep = std::chrono::steady_clock::now();
    for (;;) {
        {
            std::unique_lock lock(guard_);
            wake_.wait_until(lock, nextSweep, [&] { return stopping_ || !idle(); });
            if (idle() && stopping_) return;
            if (idle()) lock.unlock();
        }
        executeGroup();
        if (std::chrono::steady_clock::now() >= nextSweep) {
            sweep();
            nextSweep = std::chrono::steady_clock::now() + std::chrono::milliseconds(sweepEveryMs);
        }
    }
}

// Commands first. Each group carries a part of the backlog too, so that many commands cannot hold
// it up for good; but no more than one, since the commands wait for the group's commit.
std::shared_ptr<Writer::Task> Writer::nextTask(const Group& group) {
    if (group.ops >= maxGroupOps || group.bytes >= maxGroupBytes) return nullptr;
    const std::lock_guard lock(guard_);
    if (!commands_.empty()) {
        auto task = std::move(commands_.front());
        commands_.pop_front();
        return task;
    }
    if (backlog_.empty() || (group.hasCommand && group.hasBacklog)) return nullptr;
    auto task = backlog_.front();
    if (task->over || task->partsDone + 1 == task->work.parts.size()) backlog_.pop_front();
    return task;
}

void Writer::executePart(Task& task, Group& group) {
    clerk::Clerk& clerk = *clerks_.at(task.site);
    if (task.work.parts.empty()) {
        task.result = task.work.command(clerk);
        task.over = true;
        group.hasCommand = true;
        group.ops += task.work.ops;
        group.bytes += task.work.bytes;
        return;
    }
    const std::size_t parts = task.work.parts.size();
    clerk::Answer answer = task.work.parts[task.partsDone++](clerk);
    if (!answer || task.partsDone == 1)
        task.result = std::move(answer);
    else
        task.result = task.work.join(std::move(*task.result), std::move(*answer));
    task.over = !task.result || task.partsDone == parts;
    group.hasBacklog = true;
    group.ops += task.work.ops / parts + 1;
    group.bytes += task.work.bytes / parts;
}

core::Result<void> Writer::work(Group& group) {
    for (auto& [site, clerk] : clerks_)
        if (auto begun = clerk->begin(); !begun) return begun;
    while (const auto task = nextTask(group)) {
        if (task->over) continue; // the rest of a batch that failed
        group.touch(task);
        executePart(*task, group);
    }
    for (auto& [site, clerk] : clerks_)
        clerk->end();
    return {};
}

void Writer::executeGroup() {
    {
        const std::lock_guard lock(guard_);
        if (idle()) return;
    }
    Group group;
    const auto committed = database_.transact([&] { return work(group); });
    if (!committed) fail(group, committed.error());
    answer(group);
    {
        const std::lock_guard lock(guard_);
        ++(committed ? stats_.commits : stats_.failedCommits);
        stats_.commands += static_cast<std::uint64_t>(std::count_if(
            group.tasks.begin(), group.tasks.end(), [](const auto& task) { return task->over; }));
    }
    if (!committed) return;
    tell();
    std::function<void(int)> logTold;
    {
        const std::lock_guard lock(guard_);
        logTold = logTold_;
    }
    if (logTold) logTold(database_.logPages());
}

// Where the store cannot even begin, nothing was touched: then everything that waits is told.
void Writer::fail(Group& group, const core::Error& error) {
    if (group.tasks.empty())
        while (const auto task = nextTask({})) {
            task->over = true;
            group.touch(task);
        }
    for (const auto& task : group.tasks) {
        task->result = tl::unexpected(error);
        task->over = true;
    }
}

void Writer::Group::touch(const std::shared_ptr<Task>& task) {
    if (std::find(tasks.begin(), tasks.end(), task) == tasks.end()) tasks.push_back(task);
}

void Writer::answer(const Group& group) {
    for (const auto& task : group.tasks) {
        if (!task->over) continue;
        if (task->done) task->done(task->result);
        if (!task->answer) continue;
        // Texts and thousands of small pieces: made and taken apart on the io thread.
        HttpResponse response;
        response.later = [task, secure = secureCookies_] {
            HttpResponse made = responseOf(task->result);
            const auto& token = task->work.newToken;
            if (task->result && token && !token->empty())
                made.headers.emplace_back("Set-Cookie", cookieText(*token, secure));
            return made;
        };
        task->answer->send(std::move(response));
    }
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
    std::function<void()> after;
    {
        const std::lock_guard lock(guard_);
        more = sweeping_;
        after = swept_;
    }
    const auto swept = database_.transact([&]() -> core::Result<void> {
        for (auto& [site, clerk] : clerks_) {
            if (auto begun = clerk->begin(); !begun) return begun;
            clerk->sweep();
            if (more) more(*clerk);
            clerk->end();
        }
        return {};
    });
    // What another process wrote (the `menzhen` tool) shows here too: the revision has grown.
    if (!swept) return;
    tell();
    if (after) after();
}

} // namespace menzhen::registry
