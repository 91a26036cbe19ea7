// SPDX-License-Identifier: Apache-2.0
// Carries letters to the registry over HTTP, a few at a time, so that a receiver who is slow holds
// up only some. Thread: send() any; `done` runs on a thread of the courier's.
#pragma once

#include "app/paysim/platform.h"

#include <array>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace menzhen::paysim {

inline constexpr std::size_t courierThreads = 4;
inline constexpr long letterDeadlineMs = 5000;          ///< payments.md 5
inline constexpr std::size_t maxReplyBytes = 64 * 1024; ///< a longer one ends the transfer

class Courier {
public:
    /// Status 0: nobody answered.
    using Done = std::function<void(int status, std::string body)>;

    Courier();
    ~Courier(); ///< letters that wait are dropped: the ledger still has them
    void send(Letter letter, Done done);
    void stop();

private:
    struct Errand {
        Letter letter;
        Done done;
    };

    void work();

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Errand> errands_;
    bool stopping_ = false;
    std::array<std::thread, courierThreads> threads_;
};

} // namespace menzhen::paysim
