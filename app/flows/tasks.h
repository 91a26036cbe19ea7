// SPDX-License-Identifier: Apache-2.0
// What the registry could not plainly apply, and alarms about devices: read on demand by the staff
// whose business it is, settled by one of them. Nothing of it is kept here. Thread: flow.
#pragma once

#include "app/flows/flowcontext.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace menzhen::flows {

inline constexpr int tasksBudgetMs = 5000; ///< somebody asked for a list, nobody waits for a call
inline constexpr int maxTasksListed = 100; ///< the oldest; the rest when these are settled

struct TaskView {
    std::int64_t id = 0;
    std::string device;  ///< whose op it was
    std::string number;  ///< of the patient's ticket; empty: not about one, or not known
    std::string verdict; ///< "compensated" "rejected" "kept" "alarm"
    std::string code;    ///< "duplicate-arrival"
    std::string detail;  ///< one English sentence for whoever repairs it
    std::int64_t atMs = 0;
};

/// The open ones, oldest first. Errors: Offline "no-answer", "timeout"; Device "bad-answer".
void openTasks(FlowContext& context, std::function<void(core::Result<std::vector<TaskView>>)> done);

/// Errors: as above; Refused "not-a-manager", "unknown-task" (somebody else was faster).
void settleTask(FlowContext& context, std::int64_t id, const std::string& by,
                std::function<void(core::Result<void>)> done);

} // namespace menzhen::flows
