// SPDX-License-Identifier: Apache-2.0
#include "db/store/tasks.h"

namespace menzhen::store {

void addTask(Database& database, const std::string& site, const Task& task) {
    Query(database, "INSERT INTO task (site, rev, device, incarnation, seq, type, day, verdict, "
                    "code, detail, body, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(site)
        .bind(task.rev)
        .bind(task.device)
        .bind(task.incarnation)
        .bind(task.seq)
        .bind(task.type)
        .bind(task.day)
        .bind(task.verdict)
        .bind(task.code)
        .bind(task.detail)
        .bind(task.body)
        .bind(task.atMs)
        .run();
}

bool hasOpenTask(Database& database, const std::string& site, const std::string& device,
                 const std::string& code) {
    Query q(database, "SELECT 1 FROM task WHERE site = ? AND state = 'open' AND device = ? AND "
                      "code = ? LIMIT 1");
    q.bind(site).bind(device).bind(code);
    return q.step();
}

std::vector<Task> tasks(Database& database, const std::string& site, std::int64_t after,
                        std::int64_t limit, bool all) {
    Query q(database,
            std::string("SELECT id, rev, device, incarnation, seq, type, day, verdict, code, "
                        "detail, body, at, state, settled_by, settled_at, note FROM task WHERE "
                        "site = ? AND id > ?") +
                (all ? "" : " AND state = 'open'") + " ORDER BY id LIMIT ?");
    q.bind(site).bind(after).bind(limit);
    std::vector<Task> list;
    while (q.step())
        list.push_back({q.integer(0), q.integer(1), q.text(2), q.integer(3), q.integer(4),
                        q.text(5), static_cast<int>(q.integer(6)), q.text(7), q.text(8), q.text(9),
                        q.text(10), q.integer(11), q.text(12), q.text(13), q.integer(14),
                        q.text(15)});
    return list;
}

bool settleTask(Database& database, const std::string& site, std::int64_t id, const std::string& by,
                const std::string& note, std::int64_t nowMs) {
    Query q(database, "UPDATE task SET state = 'settled', settled_by = ?, settled_at = ?, note = ? "
                      "WHERE site = ? AND id = ? AND state = 'open' RETURNING id");
    q.bind(by).bind(nowMs).bind(note).bind(site).bind(id);
    return q.step();
}

} // namespace menzhen::store
