// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/smsline.h"

namespace menzhen::clerk {

void keepSmsLine(store::Database& database, const std::string& site, const std::string& visit) {
    store::Query(database, "INSERT OR REPLACE INTO visit_sms (site, visit, fen) VALUES (?, ?, ?)")
        .bind(site)
        .bind(visit)
        .bind(smsLineFen)
        .run();
}

std::int64_t smsFenOf(store::Database& database, const std::string& site,
                      const std::string& visit) {
    store::Query query(database, "SELECT fen FROM visit_sms WHERE site = ? AND visit = ?");
    query.bind(site).bind(visit);
    return query.step() ? query.integer(0) : 0;
}

} // namespace menzhen::clerk
