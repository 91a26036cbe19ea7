// SPDX-License-Identifier: Apache-2.0
#include "app/registry/reader.h"

#include "app/registry/problems.h"

#include <pthread.h>

namespace menzhen::registry {

Reader::Reader(store::Database& database, const ports::Clock& clock, const ports::Crypto& crypto,
               clerk::Recall recall)
    : database_(database), clock_(clock), snapshots_(crypto), recall_(std::move(recall)) {
    recall_.snapshots = &snapshots_;
    thread_ = std::thread([this] { run(); });
}

Reader::~Reader() {
    stop();
}

void Reader::stop() {
    {
        const std::lock_guard lock(guard_);
        stopping_ = true;
        wake_.notify_one();
    }
    if (thread_.joinable()) thread_.join();
}

void Reader::post(const std::string& site, Read read, Responder answer) {
    postThen(site, std::move(read), std::move(answer), {});
}

void Reader::postThen(const std::string& site, Read read, Responder answer, Done done) {
    {
        const std::lock_guard lock(guard_);
        if (!stopping_ && queue_.size() < maxQueuedReads) {
            queue_.push_back({site, std::move(read), std::move(answer), std::move(done)});
            wake_.notify_one();
            return;
        }
    }
    answer.send(problem(503, "busy", "too many requests wait: try again in a second"));
}

void Reader::run() {
    pthread_setname_np(pthread_self(), "reader");
    for (;;) {
        std::unique_lock lock(guard_);
        wake_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
        if (queue_.empty()) return;
        const Job job = std::move(queue_.front());
        queue_.pop_front();
        lock.unlock();
        clerk::Views views(database_, job.site, clock_, &recall_);
        clerk::Shown answer = std::string();
        const auto read = database_.read([&]() -> core::Result<void> {
            answer = job.read(views);
            return {};
        });
        if (!read) answer = tl::unexpected(read.error());
        if (job.done)
            job.done(answer);
        else
            job.answer.send(responseOf(std::move(answer)));
    }
}

} // namespace menzhen::registry
