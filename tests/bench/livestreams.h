// SPDX-License-Identifier: Apache-2.0
// Many event streams to one registry, read by one thread that notes when each heard what.
// Thread: one at a time; the reading is its own.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace menzhen::bench {

using Moment = std::chrono::steady_clock::time_point;

class LiveStreams {
public:
    /// One stream a path of `paths`, all on one port of the loopback address.
    LiveStreams(int port, const std::vector<std::string>& paths);
    ~LiveStreams();
    LiveStreams(const LiveStreams&) = delete;
    LiveStreams& operator=(const LiveStreams&) = delete;

    struct Heard {
        std::int64_t through = -1; ///< the newest event's
        Moment at{};               ///< when it came
        int events = 0;            ///< all so far
    };

    /// Waits until each of `streams` has heard of `through`; false after ten seconds.
    bool wait(const std::vector<std::size_t>& streams, std::int64_t through);
    std::vector<Heard> heard() const;

private:
    struct Stream {
        int socket = -1;
        std::string unread;
        Heard heard;
    };

    void run();
    void read(Stream& stream);

    int epoll_ = -1;
    std::vector<Stream> streams_;
    mutable std::mutex guard_;
    std::condition_variable news_;
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
};

/// Lets this program have so many files open; false when the system does not.
bool allowFiles(std::size_t files);

} // namespace menzhen::bench
