// SPDX-License-Identifier: Apache-2.0
// The threads for what is slow on purpose and needs no transaction: scrypt over a PIN or an
// identity number takes some 40 ms, in which the writer makes a thousand ops durable. They execute
// a work's `study` and hand it on to the writer. Thread: post() from any.
#pragma once

#include "app/registry/writer.h"

namespace menzhen::registry {

inline constexpr int preparerThreads = 2;
inline constexpr std::size_t maxQueuedStudies = 256; ///< beyond: 503 "busy"; 5 s of work

class Preparer {
public:
    /// One thread a store; the rest outlives it.
    Preparer(std::vector<std::unique_ptr<store::Database>> stores, Writer& writer,
             const ports::Clock& clock, const ports::Crypto& crypto, const clerk::SiteKeys& keys);
    ~Preparer(); ///< stops
    Preparer(const Preparer&) = delete;
    Preparer& operator=(const Preparer&) = delete;

    void post(const std::string& site, clerk::Work work, Responder answer);
    /// What waits is answered "busy".
    void stop();

private:
    struct Job {
        std::string site;
        clerk::Work work;
        Responder answer;
    };

    void run(store::Database& database);

    std::vector<std::unique_ptr<store::Database>> stores_;
    Writer& writer_;
    const ports::Clock& clock_;
    const ports::Crypto& crypto_;
    const clerk::SiteKeys& keys_;
    std::mutex guard_;
    std::condition_variable wake_;
    std::deque<Job> queue_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

} // namespace menzhen::registry
