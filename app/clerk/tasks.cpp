// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/tasks.h"

#include "app/ops/entry.h"
#include "app/ops/fields.h"
#include "db/store/oplog.h"
#include "db/store/records.h"
#include "db/store/tasks.h"

#include <algorithm>

namespace menzhen::clerk {

namespace {

constexpr std::size_t maxNoteBytes = 500;

/// Of the patient's ticket whom the task's op was about; empty: of none, or it cannot be told.
std::string numberOf(Clerk& clerk, const store::Task& task) {
    if (task.rev == 0) return {};
    store::Database& database = clerk.log().database();
    const auto ops = store::opsBetween(database, clerk.site(), task.rev - 1, task.rev, 1);
    if (ops.empty()) return {};
    const json fields = json::parse(ops.front().fields, nullptr, false);
    ops::FieldReader read(fields);
    const std::string printed = read.optionalText("number", 12);
    const std::string ticket = read.optionalText("entry", 32, read.optionalText("ticket", 32));
    if (read.error()) return {};
    const std::string id = ops::entryOfTicket(database, clerk.site(), task.day, ticket);
    const auto entry = store::find(database, clerk.site(), "entry", {std::int64_t{task.day}, id});
    return entry ? entry->text("number") : printed;
}

} // namespace

Answer listTasks(Clerk& clerk, std::int64_t after, std::int64_t limit, bool all) {
    json list = json::array();
    for (const store::Task& task : store::tasks(clerk.log().database(), clerk.site(), after,
                                                std::min(limit, maxTasksPerPage), all))
        list.push_back({{"id", task.id},
                        {"revision", task.rev},
                        {"device", task.device},
                        {"incarnation", task.incarnation},
                        {"seq", task.seq},
                        {"type", task.type},
                        {"day", task.day},
                        {"number", numberOf(clerk, task)},
                        {"verdict", task.verdict},
                        {"code", task.code},
                        {"detail", task.detail},
                        {"bytes", task.body.size()},
                        {"at", task.atMs},
                        {"state", task.state},
                        {"settled_by", task.settledBy},
                        {"settled_at", task.settledAtMs},
                        {"note", task.note}});
    return json{{"tasks", std::move(list)}};
}

Answer settleTask(Clerk& clerk, std::int64_t id, const json& body) {
    ops::FieldReader read(body);
    const std::string by = read.text("by", 1, 32);
    const std::string note = read.optionalText("note", maxNoteBytes);
    if (const auto error = read.error()) return tl::unexpected(*error);
    if (!holdsRole(clerk.log().database(), clerk.site(), by, {"manager"}))
        return core::refused("not-a-manager", "a manager of this site settles tasks");
    if (!store::settleTask(clerk.log().database(), clerk.site(), id, by, note,
                           clerk.log().clock().utcMs()))
        return core::refused("unknown-task", "there is no open task with this id");
    return json{{"id", id}, {"state", "settled"}};
}

} // namespace menzhen::clerk
