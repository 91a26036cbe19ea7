// SPDX-License-Identifier: Apache-2.0
// The thread that moves the write-ahead log into the registry's store, on a connection of its own:
// SQLite lets the writer commit meanwhile. Done within a commit, as SQLite does it by itself, it
// holds up everybody who waits for that commit, and a backlog brings it several times a second.
//
// While commits follow each other without a gap the log cannot begin anew, however fast it is
// moved: at mostLogPages the writer moves the last few pages itself, and the next commit writes
// from the log's start again. Thread: grown() from the writer's.
#pragma once

#include "db/store/database.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace menzhen::registry {

/// As often as SQLite would: a page that many commits write is then moved once.
inline constexpr int movePages = 1000;
/// From here on after every commit, so that next to nothing is left for the writer.
inline constexpr int hurryPages = store::mostLogPages * 3 / 4;

class LogMover {
public:
    explicit LogMover(std::unique_ptr<store::Database> store);
    ~LogMover(); ///< stops
    LogMover(const LogMover&) = delete;
    LogMover& operator=(const LogMover&) = delete;

    /// The log has so many pages after a commit.
    void grown(int pages);
    void stop();

private:
    void run();

    std::unique_ptr<store::Database> store_;
    std::mutex guard_;
    std::condition_variable wake_;
    int pages_ = 0;      ///< of the log
    int movedPages_ = 0; ///< of them, or on their way
    bool wanted_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace menzhen::registry
