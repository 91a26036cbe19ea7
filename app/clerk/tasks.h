// SPDX-License-Identifier: Apache-2.0
// What staff must see of the log: verdicts that are not plainly applied, and alarms about devices.
#pragma once

#include "app/clerk/clerk.h"

namespace menzhen::clerk {

inline constexpr std::int64_t maxTasksPerPage = 500;

/// Open tasks with an id above `after`, oldest first; `all`: the settled ones too.
Answer listTasks(Clerk& clerk, std::int64_t after, std::int64_t limit, bool all);
/// {"by":"u1","note":"..."}: seen and dealt with. Errors: Data "bad-field", Refused "unknown-task",
/// "not-a-manager" (`by` is no active staff member with that role).
Answer settleTask(Clerk& clerk, std::int64_t id, const json& body);

} // namespace menzhen::clerk
