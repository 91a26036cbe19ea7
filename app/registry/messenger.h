// SPDX-License-Identifier: Apache-2.0
// The thread that empties the outbox of messages (app/clerk/messages.h): reads what is due, sends
// it, and keeps how it went until the writer settles it. A message whose outcome was not settled
// before the program ended goes out again, under the same id.
// Thread: takeOutcomes() and stop() from any.
#pragma once

#include "app/clerk/messages.h"
#include "app/ports/clock.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

namespace menzhen::registry {

inline constexpr int messageEveryMs = 500; ///< between two looks at the outbox
inline constexpr int maxMessagesPerLook = 20;

class Messenger {
public:
    /// All outlive it but `store` and `sender`, which are its own.
    Messenger(std::unique_ptr<store::Database> store, std::unique_ptr<ports::MessageSender> sender,
              const ports::Clock& clock, const ports::Crypto& crypto, const clerk::SiteKeys& keys);
    ~Messenger(); ///< stops
    Messenger(const Messenger&) = delete;
    Messenger& operator=(const Messenger&) = delete;

    /// What was sent or failed since the last time.
    std::vector<clerk::MessageOutcome> takeOutcomes();
    /// The outcomes stand in the store now: a failed one may be due again.
    void settled(const std::vector<clerk::MessageOutcome>& outcomes);
    void stop();

private:
    void run();
    std::vector<ports::Message> due();
    clerk::MessageOutcome send(const ports::Message& message);

    std::unique_ptr<store::Database> store_;
    std::unique_ptr<ports::MessageSender> sender_;
    const ports::Clock& clock_;
    const ports::Crypto& crypto_;
    const clerk::SiteKeys& keys_;
    std::mutex guard_;
    std::condition_variable wake_;
    std::set<std::int64_t> underWay_; ///< sent or failed, not settled yet
    std::vector<clerk::MessageOutcome> outcomes_;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace menzhen::registry
