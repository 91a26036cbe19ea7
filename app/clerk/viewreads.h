// SPDX-License-Identifier: Apache-2.0
// What the files of Views (views.h) read alike. Inside Database::read().
#pragma once

#include "app/core/result.h"
#include "db/store/oplog.h"
#include "db/store/records.h"

#include <map>
#include <string>
#include <string_view>

namespace menzhen::clerk {

inline core::Result<store::SitePosition> positionOf(store::Database& database,
                                                    const std::string& site) {
    auto position = store::sitePosition(database, site);
    if (!position) return core::refused("unknown-site", "this registry does not hold that site");
    return *position;
}

/// Rows of a small table by their id, read once for a list.
inline std::map<std::string, store::Record> byId(store::Database& database, const std::string& site,
                                                 std::string_view table) {
    std::map<std::string, store::Record> records;
    for (store::Record& record : store::select(database, site, table)) {
        std::string id = record.text("id");
        records.emplace(std::move(id), std::move(record));
    }
    return records;
}

} // namespace menzhen::clerk
