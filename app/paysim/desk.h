// SPDX-License-Identifier: Apache-2.0
// The sandbox's one thread on which everything is decided, with tasks for later. Thread: post() and
// postAfter() any.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

namespace menzhen::paysim {

class Desk {
public:
    Desk();
    ~Desk(); ///< what still waits is dropped
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;

    void post(std::function<void()> task) { postAfter(0, std::move(task)); }

    /// Tasks of one moment run in the order in which they were posted.
    void postAfter(std::int64_t ms, std::function<void()> task);
    void stop();

private:
    using Moment = std::chrono::steady_clock::time_point;

    void work();

    std::mutex mutex_;
    std::condition_variable changed_;
    std::multimap<Moment, std::function<void()>> tasks_;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace menzhen::paysim
