// SPDX-License-Identifier: Apache-2.0
// What payments need of the routes beyond the clerk's table: the cashier hears of each.
#pragma once

#include "app/clerk/requests.h"
#include "app/registry/cashier.h"
#include "app/registry/http/router.h"

namespace menzhen::registry {

/// Refuses what no platform serves; tells the cashier who looks at what; posts what opens or
/// changes a payment. False: nothing was done, the request goes its usual way. `cashier` may be
/// null: no platform is configured.
bool deliverPayment(Cashier* cashier, Writer& writer, const HttpRequest& request, clerk::Work& work,
                    const Responder& answer);

/// GET payment-channels, on either face.
void addChannelRoute(Router& router, Cashier* cashier);
/// The platforms' notifications, on the public face alone. `cashier` null: 404.
void addNotifyRoutes(Router& router, Cashier* cashier);
/// Lines for GET /metrics.
std::string cashierMetrics(const CashierStats& stats);

} // namespace menzhen::registry
