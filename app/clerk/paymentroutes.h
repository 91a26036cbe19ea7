// SPDX-License-Identifier: Apache-2.0
// The routes of payments. Knowing a payment's id (64 bits at random) is what opens it: it says how
// the money stands and names nobody.
#pragma once

#include "app/clerk/requests.h"

namespace menzhen::clerk {

std::vector<Route> paymentRoutes();

} // namespace menzhen::clerk
