// SPDX-License-Identifier: Apache-2.0
// `menzhen queue-replay FILE [--json]`: the queue rules as a seam (queue rules, 7). One event a
// line goes in, one answer a line comes out, and always in JSON: --json says what is done anyway.
#include "app/admin/commands.h"
#include "app/admin/replay.h"

namespace menzhen::admin {

int runQueueReplay(const std::vector<std::string>& args) {
    const auto call = readReplayCall("queue-replay", args, {});
    if (!call) return exitUsage;
    QueueEvents events;
    ReplayHandler handler;
    handler.startAnew = [&] { events.startAnew(); };
    handler.take = [&](const std::string& name,
                       const nlohmann::json& event) -> core::Result<ReplayAnswer> {
        if (!QueueEvents::knows(name))
            return core::badData("malformed", "nothing is called \"" + name + "\"");
        return events.take(name, event);
    };
    return replayFile("queue-replay", call->file, handler);
}

} // namespace menzhen::admin
