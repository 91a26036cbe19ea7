// SPDX-License-Identifier: Apache-2.0
// What is to pay for a visit and how its payment stands, for the phone that follows it.
// Throws SQLite::Exception inside read(). Thread: the connection's.
#pragma once

#include "app/clerk/views.h"
#include "app/clerk/visits.h"

namespace menzhen::clerk {

/// The list `bills` of docs/openapi.yaml. `lines`: what the registration costs. Empty where nothing
/// is to pay and nothing was paid.
json billsOf(Views& views, const Visit& visit, const json& lines, const std::string& feeState);

} // namespace menzhen::clerk
