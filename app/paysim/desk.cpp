// SPDX-License-Identifier: Apache-2.0
#include "app/paysim/desk.h"

#include <utility>

namespace menzhen::paysim {

Desk::Desk() : thread_([this] { work(); }) {}

Desk::~Desk() {
    stop();
}

void Desk::postAfter(std::int64_t ms, std::function<void()> task) {
    const Moment due = std::chrono::steady_clock::now() + std::chrono::milliseconds(ms);
    {
        const std::lock_guard lock(mutex_);
        if (stopping_) return;
        tasks_.emplace(due, std::move(task));
    }
    changed_.notify_one();
}

void Desk::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_one();
    if (thread_.joinable()) thread_.join();
    const std::lock_guard lock(mutex_);
    tasks_.clear();
}

void Desk::work() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        if (tasks_.empty()) {
            changed_.wait(lock);
            continue;
        }
        const auto next = tasks_.begin();
        if (next->first > std::chrono::steady_clock::now()) {
            const Moment until = next->first;
            changed_.wait_until(lock, until);
            continue;
        }
        const std::function<void()> task = std::move(next->second);
        tasks_.erase(next);
        lock.unlock();
        task();
        lock.lock();
    }
}

} // namespace menzhen::paysim
