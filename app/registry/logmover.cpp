// SPDX-License-Identifier: Apache-2.0
#include "app/registry/logmover.h"

#include <pthread.h>

namespace menzhen::registry {

LogMover::LogMover(std::unique_ptr<store::Database> store) : store_(std::move(store)) {
    thread_ = std::thread([this] { run(); });
}

LogMover::~LogMover() {
    stop();
}

void LogMover::grown(int pages) {
    const std::lock_guard lock(guard_);
    if (pages < pages_) movedPages_ = 0; // the log began anew
    pages_ = pages;
    if (pages - movedPages_ < (pages < hurryPages ? movePages : 1)) return;
    wanted_ = true;
    wake_.notify_one();
}

void LogMover::stop() {
    {
        const std::lock_guard lock(guard_);
        stopping_ = true;
        wake_.notify_one();
    }
    if (thread_.joinable()) thread_.join();
}

void LogMover::run() {
    pthread_setname_np(pthread_self(), "log-mover");
    for (;;) {
        {
            std::unique_lock lock(guard_);
            wake_.wait(lock, [&] { return stopping_ || wanted_; });
            if (stopping_) return;
            wanted_ = false;
            movedPages_ = pages_;
        }
        store_->moveLog();
    }
}

} // namespace menzhen::registry
