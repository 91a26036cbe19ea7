// SPDX-License-Identifier: Apache-2.0
// The one thread that writes the registry's store, with group commit: whatever waits is executed in
// one transaction and answered after its COMMIT, so that an answer is never ahead of the disk and
// one fsync serves many. A lone command is committed at once. Thread: post() from any; commands and
// onCommit run on the writer's thread.
#pragma once

#include "app/clerk/clerk.h"
#include "app/registry/http/httpserver.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace menzhen::registry {

// A group ends at the first of these (sync.md 1.5); waiting commands make the next one.
inline constexpr std::size_t maxGroupOps = 256;
inline constexpr std::size_t maxGroupBytes = 64 * 1024;
inline constexpr std::size_t maxQueuedCommands = 4096; ///< beyond: 503 "busy"
inline constexpr int sweepEveryMs = 1000;              ///< holds that ran out

struct WriterStats {
    std::uint64_t commits = 0;
    std::uint64_t commands = 0;
    std::uint64_t ops = 0; ///< revisions given
    std::uint64_t failedCommits = 0;
};

class Writer {
public:
    using Command = std::function<core::Result<nlohmann::json>(clerk::Clerk&)>;
    /// `site` has come to revision `through`.
    using Committed = std::function<void(const std::string& site, std::int64_t through,
                                         const std::string& epoch)>;

    Writer(store::Database& database, std::vector<std::unique_ptr<clerk::Clerk>> clerks,
           Committed committed);
    ~Writer(); ///< stops
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    /// Executes `command` for a site and answers. `ops` and `bytes` say how large it is for the
    /// group's limits.
    void post(const std::string& site, Command command, Responder answer, std::size_t ops = 1,
              std::size_t bytes = 0);
    /// Runs `work` once a second for every site, in a transaction. Before the first post().
    void onSweep(std::function<void(clerk::Clerk&)> work);
    /// Ends after the commands that wait now.
    void stop();
    WriterStats stats() const;

private:
    struct Job {
        std::string site;
        Command command;
        Responder answer;
        std::size_t ops;
        std::size_t bytes;
    };

    void run();
    std::vector<Job> nextGroup();
    void execute(std::vector<Job> group);
    core::Result<void> work(std::vector<Job>& group, std::vector<HttpResponse>& responses);
    void sweep();
    void tell();

    store::Database& database_;
    std::map<std::string, std::unique_ptr<clerk::Clerk>> clerks_;
    Committed committed_;
    std::function<void(clerk::Clerk&)> sweeping_; ///< under guard_
    std::map<std::string, std::int64_t> told_;    ///< revision that was last announced, per site
    mutable std::mutex guard_;
    std::condition_variable wake_;
    std::deque<Job> queue_;
    bool stopping_ = false;
    WriterStats stats_;
    std::thread thread_;
};

} // namespace menzhen::registry
