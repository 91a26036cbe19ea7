// SPDX-License-Identifier: Apache-2.0
#include "app/registry/preparer.h"

#include <pthread.h>

namespace menzhen::registry {

namespace {

HttpResponse busy() {
    return problem(503, "busy", "too many requests wait: try again in a second");
}

} // namespace

Preparer::Preparer(std::vector<std::unique_ptr<store::Database>> stores, Writer& writer,
                   const ports::Clock& clock, const ports::Crypto& crypto,
                   const clerk::SiteKeys& keys)
    : stores_(std::move(stores)), writer_(writer), clock_(clock), crypto_(crypto), keys_(keys) {
    for (const auto& store : stores_)
        threads_.emplace_back([this, &database = *store] { run(database); });
}

Preparer::~Preparer() {
    stop();
}

void Preparer::post(const std::string& site, clerk::Work work, Responder answer) {
    enqueue({site, std::move(work), std::move(answer), {}});
}

void Preparer::read(std::function<void()> task, const Responder& answer) {
    enqueue({{}, {}, answer, std::move(task)});
}

void Preparer::whenIdle(std::function<void(store::Database&)> task) {
    const std::lock_guard lock(guard_);
    if (stopping_ || idle_ || idleRuns_) return;
    idle_ = std::move(task);
    wake_.notify_one();
}

void Preparer::enqueue(Job job) {
    {
        const std::lock_guard lock(guard_);
        if (!stopping_ && queue_.size() < maxQueuedStudies) {
            queue_.push_back(std::move(job));
            wake_.notify_one();
            return;
        }
    }
    job.answer.send(busy());
}

void Preparer::stop() {
    std::deque<Job> left;
    {
        const std::lock_guard lock(guard_);
        stopping_ = true;
        left.swap(queue_);
        wake_.notify_all();
    }
    for (std::thread& thread : threads_)
        if (thread.joinable()) thread.join();
    for (const Job& job : left)
        job.answer.send(busy());
}

void Preparer::run(store::Database& database) {
    pthread_setname_np(pthread_self(), "preparer");
    for (;;) {
        std::unique_lock lock(guard_);
        wake_.wait(lock, [&] { return stopping_ || !queue_.empty() || idle_; });
        if (stopping_) return;
        if (queue_.empty()) {
            const auto task = std::exchange(idle_, {});
            idleRuns_ = true;
            lock.unlock();
            task(database);
            lock.lock();
            idleRuns_ = false;
            continue;
        }
        Job job = std::move(queue_.front());
        queue_.pop_front();
        lock.unlock();
        if (job.task) {
            job.task();
            continue;
        }
        job.work.study({database, job.site, clock_, crypto_, keys_});
        writer_.post(job.site, std::move(job.work), job.answer);
    }
}

} // namespace menzhen::registry
