// SPDX-License-Identifier: Apache-2.0
// The rows of the table of routes (requests.h) for devices and the staff at them: the log, queues,
// sign-in, tasks.
#pragma once

#include "app/clerk/requests.h"

namespace menzhen::clerk {

std::vector<Route> deviceRoutes();

} // namespace menzhen::clerk
