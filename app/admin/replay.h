// SPDX-License-Identifier: Apache-2.0
// What the replays share: one JSON event a line goes in, one answer a line comes out (queue rules,
// 7), and the queue's own events.
#pragma once

#include "app/core/queue.h"
#include "app/core/result.h"

#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace menzhen::admin {

/// Keys in the order of the examples.
using ReplayAnswer = nlohmann::ordered_json;

/// The queue's events: configure, register, check_in, call_next, miss, on_leave, finish, staged.
class QueueEvents {
public:
    static bool knows(const std::string& name);
    /// Errors: those of the queue (Refused: the state), Data "malformed". Anything but an error may
    /// have changed the queue. `name` must be one that it knows.
    core::Result<ReplayAnswer> take(const std::string& name, const nlohmann::json& event);

    const core::Queue& queue() const { return queue_; }

    void startAnew() { queue_ = core::Queue(); }

private:
    using Verb = core::Result<ReplayAnswer> (QueueEvents::*)(const nlohmann::json& event);

    core::Result<ReplayAnswer> configure(const nlohmann::json& event);
    core::Result<ReplayAnswer> registerEntry(const nlohmann::json& event);
    core::Result<ReplayAnswer> checkIn(const nlohmann::json& event);
    core::Result<ReplayAnswer> callNext(const nlohmann::json& event);
    core::Result<ReplayAnswer> miss(const nlohmann::json& event);
    core::Result<ReplayAnswer> onLeave(const nlohmann::json& event);
    core::Result<ReplayAnswer> finish(const nlohmann::json& event);
    core::Result<ReplayAnswer> staged(const nlohmann::json& event);
    static Verb verb(std::string_view name);

    core::Queue queue_;
};

/// What a replay does with the events of one file.
struct ReplayHandler {
    std::function<core::Result<ReplayAnswer>(const std::string& name, const nlohmann::json&)> take;
    std::function<void()> startAnew; ///< a line {"name":...}
    bool quiet = false;              ///< only errors are answered
};

/// Reads `file` (-: standard input) to its end. Blank lines and those with a `result` are skipped;
/// a line that is no good is answered with {"error":"LINE: what is wrong"}. Exit status.
int replayFile(const char* command, const std::string& file, const ReplayHandler& handler);

/// The one FILE among `args`, and which of `flags` are there; --json says what is done anyway.
struct ReplayCall {
    std::string file;
    std::vector<std::string> flags;
};

/// None: said on standard error what is wrong with the call.
std::optional<ReplayCall> readReplayCall(const char* command, const std::vector<std::string>& args,
                                         const std::vector<std::string>& flags);

} // namespace menzhen::admin
