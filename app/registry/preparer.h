// SPDX-License-Identifier: Apache-2.0
// The threads for what is slow and needs no transaction. scrypt over a PIN or an identity number
// takes some 40 ms, in which the writer makes a thousand ops durable: they execute a work's `study`
// and hand it on to the writer. A large body takes 8 ms to read, in which the io thread answers a
// hundred requests: they read it in its stead. Thread: post() and read() from any.
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
    /// Runs `task`, which answers by itself; or answers "busy".
    void read(std::function<void()> task, const Responder& answer);
    /// Runs `task` once nothing else waits: the registry's own slow work. One at a time; another
    /// one that comes while it waits or runs is dropped.
    void whenIdle(std::function<void(store::Database&)> task);
    /// What waits is answered "busy".
    void stop();

private:
    struct Job {
        std::string site;
        clerk::Work work;
        Responder answer;
        std::function<void()> task; ///< empty: the work's study
    };

    void enqueue(Job job);

    void run(store::Database& database);

    std::vector<std::unique_ptr<store::Database>> stores_;
    Writer& writer_;
    const ports::Clock& clock_;
    const ports::Crypto& crypto_;
    const clerk::SiteKeys& keys_;
    std::mutex guard_;
    std::condition_variable wake_;
    std::deque<Job> queue_;
    std::function<void(store::Database&)> idle_;
    bool idleRuns_ = false;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

} // namespace menzhen::registry
