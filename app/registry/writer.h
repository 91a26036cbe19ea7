// SPDX-License-Identifier: Apache-2.0
// The one thread that writes the registry's store, with group commit: what waits is executed in
// one transaction and answered after its COMMIT, so that an answer is never ahead of the disk and
// one fsync serves many. A lone command is committed at once.
//
// Somebody stands in front of a command; nobody does in front of the backlog of a device that was
// cut off. So a large batch is executed in parts, commands go in between, and a group ends as soon
// as its commands are done. Thread: post() from any; commands and `committed` run on the writer's
// thread.
#pragma once

#include "app/clerk/requests.h"
#include "app/registry/http/httpserver.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace menzhen::registry {

// A group ends at the first of these (sync.md 1.5); waiting commands make the next one.
inline constexpr std::size_t maxGroupOps = 256;
inline constexpr std::size_t maxGroupBytes = 64 * 1024;
inline constexpr std::size_t maxQueuedCommands = 4096; ///< beyond: 503 "busy"
inline constexpr int sweepEveryMs = 1000;              ///< holds that ran out
inline constexpr const char* holderCookie = "menzhen_holder";
inline constexpr int holderCookieDays = 180;

struct WriterStats {
    std::uint64_t commits = 0;
    std::uint64_t commands = 0;
    std::uint64_t ops = 0; ///< revisions given
    std::uint64_t failedCommits = 0;
};

class Writer {
public:
    using Command = std::function<clerk::Answer(clerk::Clerk&)>;
    /// `site` has come to revision `through`.
    using Committed = std::function<void(const std::string& site, std::int64_t through,
                                         const std::string& epoch)>;

    /// `secureCookies`: a phone sends its cookie back over TLS alone.
    Writer(store::Database& database, std::vector<std::unique_ptr<clerk::Clerk>> clerks,
           Committed committed, bool secureCookies = true);
    ~Writer(); ///< stops
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    /// Executes the work's command, or its parts, for a site and answers; an empty site: what
    /// concerns the whole registry. A phone that becomes a holder by it gets its cookie.
    void post(const std::string& site, clerk::Work work, const Responder& answer);
    void post(const std::string& site, Command command, const Responder& answer);
    /// For work of the registry's own: `done` gets the answer after the COMMIT (or why there was
    /// none), once, on the writer's thread, or at once when nothing can be posted.
    using Done = std::function<void(const clerk::Answer&)>;
    void post(const std::string& site, clerk::Work work, Done done);
    /// Both: `done` first.
    void post(const std::string& site, clerk::Work work, const Responder& answer, Done done);
    /// Runs `work` once a second for every site, in a transaction, and `after` when that is
    /// committed. Before the first post().
    void onSweep(std::function<void(clerk::Clerk&)> work, std::function<void()> after = {});
    /// Tells after each group how many pages the write-ahead log has. Before the first post().
    void onLog(std::function<void(int pages)> told);
    /// Ends after the commands that wait now.
    void stop();
    WriterStats stats() const;

private:
    /// One request on its way. Only the writer's thread touches it once it is in a queue.
    struct Task {
        std::string site;
        clerk::Work work;
        std::optional<Responder> answer;
        Done done{};
        std::size_t partsDone = 0;
        bool over = false; ///< `result` is final
        clerk::Answer result = nlohmann::json();
    };

    struct Group {
        std::size_t ops = 0;
        std::size_t bytes = 0;
        bool hasCommand = false;
        bool hasBacklog = false;
        std::vector<std::shared_ptr<Task>> tasks; ///< touched; each once

        void touch(const std::shared_ptr<Task>& task);
    };

    void run();
    void enqueue(std::shared_ptr<Task> task);

    bool idle() const { return commands_.empty() && backlog_.empty(); }

    std::shared_ptr<Task> nextTask(const Group& group);
    void executeGroup();
    core::Result<void> work(Group& group);
    void executePart(Task& task, Group& group);
    void fail(Group& group, const core::Error& error);
    void answer(const Group& group);
    void sweep();
    void tell();

    store::Database& database_;
    std::map<std::string, std::unique_ptr<clerk::Clerk>> clerks_;
    Committed committed_;
    bool secureCookies_;
    std::function<void(clerk::Clerk&)> sweeping_; ///< under guard_
    std::function<void()> swept_;                 ///< under guard_
    std::function<void(int)> logTold_;            ///< under guard_
    std::map<std::string, std::int64_t> told_;    ///< revision that was last announced, per site
    mutable std::mutex guard_;
    std::condition_variable wake_;
    std::deque<std::shared_ptr<Task>> commands_;
    std::deque<std::shared_ptr<Task>> backlog_; ///< in parts; the first may be under way
    bool stopping_ = false;
    WriterStats stats_;
    std::thread thread_;
};

} // namespace menzhen::registry
