// SPDX-License-Identifier: Apache-2.0
// The rows of the table of routes (requests.h) for looking around without an identity.
#pragma once

#include "app/clerk/requests.h"

namespace menzhen::clerk {

std::vector<Route> browsingRoutes();

} // namespace menzhen::clerk
