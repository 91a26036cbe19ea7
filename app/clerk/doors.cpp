// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/doors.h"

#include "app/core/timeunits.h"
#include "app/ops/problemfields.h"

#include <algorithm>

namespace menzhen::clerk {

namespace {

core::Bytes indexOf(Clerk& clerk, const std::string& address) {
    return keyedIndex(clerk.log().crypto(), clerk.keys(), "address/" + address);
}

} // namespace

core::Error slowDown(std::int64_t waitMs) {
    const std::int64_t seconds =
        std::max<std::int64_t>((waitMs + core::msPerSecond - 1) / core::msPerSecond, 1);
    return ops::withFields(
        {core::ErrorKind::Refused, "slow-down", "too many tries: try again later"},
        {{"retry_after", seconds}});
}

core::Result<void> mayTry(Clerk& clerk, const std::string& address) {
    const std::int64_t now = clerk.log().clock().utcMs();
    store::Query query(clerk.log().database(),
                       "SELECT count(*), coalesce(min(at), 0) FROM wrong_try WHERE address = ? AND "
                       "at > ?");
    const core::Bytes index = indexOf(clerk, address);
    query.bind(core::ByteView(index)).bind(now - wrongTryMs);
    query.step();
    if (query.integer(0) < maxWrongTries) return {};
    return tl::unexpected(slowDown(query.integer(1) + wrongTryMs - now));
}

void noteWrongTry(Clerk& clerk, const std::string& address) {
    const core::Bytes index = indexOf(clerk, address);
    store::Query(clerk.log().database(), "INSERT INTO wrong_try (address, at) VALUES (?, ?)")
        .bind(core::ByteView(index))
        .bind(clerk.log().clock().utcMs())
        .run();
}

void forgetOldTries(store::Database& database, std::int64_t nowMs) {
    for (const char* sql :
         {"DELETE FROM wrong_try WHERE at < ?", "DELETE FROM proof WHERE made_at < ?"})
        store::Query(database, sql).bind(nowMs - wrongTryMs).run();
}

} // namespace menzhen::clerk
