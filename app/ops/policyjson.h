// SPDX-License-Identifier: Apache-2.0
// A hospital's booking policy as it stands in its row (organization.policy), for the registry and
// its devices. A key that is not there has core's default, so older rows read as they did.
#pragma once

#include "app/core/hospital.h"
#include "db/store/database.h"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace menzhen::ops {

nlohmann::json policyToJson(const core::BookingPolicy& policy,
                            const std::vector<core::PriorityClass>& classes);
/// A hospital's row: its policy, and with it where its hall is and where emergencies go.
nlohmann::json policyToJson(const core::Hospital& hospital);
/// Anything that is no policy gives the defaults.
core::BookingPolicy policyFromJson(const nlohmann::json& json);
/// The policy of the site's row; the defaults when there is none. Inside read() or transact().
core::BookingPolicy policyOf(store::Database& database, const std::string& site);

} // namespace menzhen::ops
