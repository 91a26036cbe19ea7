// SPDX-License-Identifier: Apache-2.0
// The thread that reads for the routes, on a connection of its own: WAL lets it see the last commit
// while the writer writes. Thread: post() from any.
#pragma once

#include "app/clerk/requests.h"
#include "app/registry/http/httpserver.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace menzhen::registry {

inline constexpr std::size_t maxQueuedReads = 2048; ///< beyond: 503 "busy"

class Reader {
public:
    using Read = std::function<clerk::Shown(clerk::Views&)>;

    /// `recall`: what the reading thread begins with (regions, keys).
    Reader(store::Database& database, const ports::Clock& clock, const ports::Crypto& crypto,
           clerk::Recall recall = clerk::Recall());
    ~Reader();
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    void post(const std::string& site, Read read, Responder answer);
    /// `done` instead of an answer: it runs on the reader's thread, after the read.
    using Done = std::function<void(const clerk::Shown&)>;
    void postThen(const std::string& site, Read read, Responder answer, Done done);
    void stop();

private:
    struct Job {
        std::string site;
        Read read;
        Responder answer;
        Done done;
    };

    void run();

    store::Database& database_;
    const ports::Clock& clock_;
    clerk::SnapshotShelf snapshots_;
    clerk::Recall recall_; ///< the reading thread's
    std::mutex guard_;
    std::condition_variable wake_;
    std::deque<Job> queue_;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace menzhen::registry
