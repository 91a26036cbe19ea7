// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/jobthread.h"

#include <chrono>
#include <utility>

namespace menzhen::printer {

using std::chrono::milliseconds;

JobThread::JobThread(ports::Post post, Work work)
    : post_(std::move(post)), work_(std::move(work)), thread_([this] { run(); }) {}

JobThread::~JobThread() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

void JobThread::print(ports::PrintJob job, Done done) {
    if (front_->done) {
        // Not at once: a callback never comes while print() still runs.
        post_([done = std::move(done)] {
            done(core::fail(core::ErrorKind::Busy, "printer-busy", "a ticket is being printed"));
        });
        return;
    }
    front_->done = std::move(done);
    {
        const std::lock_guard lock(mutex_);
        next_ = std::move(job);
    }
    wake_.notify_all();
}

void JobThread::onState(std::function<void(ports::PrinterState)> listener) {
    front_->listener = std::move(listener);
}

ports::PrinterState JobThread::state() const {
    const std::lock_guard lock(mutex_);
    return state_;
}

void JobThread::setState(ports::PrinterState state) {
    {
        const std::lock_guard lock(mutex_);
        if (state_ == state) return;
        state_ = state;
    }
    post_([front = frontForThread_, state = std::move(state)] {
        const auto alive = front.lock();
        if (!alive || !alive->listener) return;
        const auto listener = alive->listener; // it may put another in its place
        listener(state);
    });
}

bool JobThread::stopping() const {
    const std::lock_guard lock(mutex_);
    return stopping_;
}

bool JobThread::pause(int ms) {
    std::unique_lock lock(mutex_);
    return !wake_.wait_for(lock, milliseconds(ms), [this] { return stopping_; });
}

void JobThread::run() {
    auto idleAt = std::chrono::steady_clock::now();
    for (;;) {
        std::optional<ports::PrintJob> job;
        {
            std::unique_lock lock(mutex_);
            const auto due = [this] { return stopping_ || next_.has_value(); };
            if (work_.idle)
                wake_.wait_until(lock, idleAt, due);
            else
                wake_.wait(lock, due);
            if (stopping_) return;
            job = std::exchange(next_, std::nullopt);
        }
        if (job)
            runJob(*job);
        else if (work_.idle)
            work_.idle();
        idleAt = std::chrono::steady_clock::now() + milliseconds(work_.idleMs);
    }
}

void JobThread::runJob(const ports::PrintJob& job) {
    Outcome outcome = work_.print(job);
    post_([front = frontForThread_, outcome = std::move(outcome)] {
        const auto alive = front.lock();
        if (!alive) return;
        const Done done = std::exchange(alive->done, nullptr);
        done(outcome);
    });
}

} // namespace menzhen::printer
