// SPDX-License-Identifier: Apache-2.0
// What a person should see and settle: every op whose verdict is not plainly applied (a dead letter
// is one that was rejected), and alarms about devices. Nothing here leaves the registry.
// Throws SQLite::Exception inside transact()/read().
#pragma once

#include "db/store/database.h"

#include <cstdint>
#include <string>
#include <vector>

namespace menzhen::store {

struct Task {
    std::int64_t id = 0;
    std::int64_t rev = 0; ///< of its op; 0: an alarm, or an op that the log did not take
    std::string device;
    std::int64_t incarnation = 0;
    std::int64_t seq = 0;
    std::string type; ///< of the op
    int day = 0;
    std::string verdict; ///< "rejected" "compensated" "kept"; "alarm"
    std::string code;
    std::string detail;
    std::string body; ///< JSON text that came in, when the log could not keep it as it was
    std::int64_t atMs = 0;
    std::string state = "open"; ///< open settled
    std::string settledBy;
    std::int64_t settledAtMs = 0;
    std::string note;
};

void addTask(Database& database, const std::string& site, const Task& task);
/// Whether an open task of this device has this code: an alarm is raised once.
bool hasOpenTask(Database& database, const std::string& site, const std::string& device,
                 const std::string& code);
/// Ids above `after`, oldest first, at most `limit`; `all`: the settled ones too.
std::vector<Task> tasks(Database& database, const std::string& site, std::int64_t after,
                        std::int64_t limit, bool all);
/// False: there is no open task with this id.
bool settleTask(Database& database, const std::string& site, std::int64_t id, const std::string& by,
                const std::string& note, std::int64_t nowMs);

} // namespace menzhen::store
