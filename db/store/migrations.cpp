// SPDX-License-Identifier: Apache-2.0
#include "db/store/migrations.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <algorithm>
#include <set>
#include <string>

namespace menzhen::store {

namespace {

bool belongsTo(std::string_view name, StoreKind kind) {
    const std::string_view own = kind == StoreKind::Registry ? "registry/" : "device/";
    return name.starts_with("common/") || name.starts_with(own);
}

} // namespace

int schemaVersion() {
    constexpr std::string_view common = "common/";
    int newest = 0;
    for (const Migration& m : allMigrations())
        if (m.name.starts_with(common))
            newest = std::max(newest, std::stoi(std::string(m.name.substr(common.size()))));
    return newest;
}

core::Result<void> migrate(Database& database, StoreKind kind) {
    return database.transact([&]() -> core::Result<void> {
        database.connection().exec(
            "CREATE TABLE IF NOT EXISTS migration (name TEXT NOT NULL PRIMARY KEY)");
        std::set<std::string> done;
        {
            Query query(database, "SELECT name FROM migration");
            while (query.step())
                done.insert(query.text(0));
        }
        for (const Migration& m : allMigrations()) {
            if (!belongsTo(m.name, kind) || done.erase(std::string(m.name)) > 0) continue;
            database.connection().exec(std::string(m.sql));
            Query(database, "INSERT INTO migration (name) VALUES (?)").bind(m.name).run();
        }
        if (!done.empty())
            return core::fail(
                core::ErrorKind::Device, "store-schema",
                "the store holds '" + *done.begin() +
                    "', which this version does not know (a later version made it, or "
                    "it belongs to another kind of program): use the version that made it");
        return {};
    });
}

} // namespace menzhen::store
