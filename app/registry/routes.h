// SPDX-License-Identifier: Apache-2.0
// The clerk's table of routes (app/clerk/requests.h) on HTTP. Handlers run on the io thread: they
// check the shape and post to the writer or the reader.
#pragma once

#include "app/registry/actionlimit.h"
#include "app/registry/cashier.h"
#include "app/registry/clientaddress.h"
#include "app/registry/contacts.h"
#include "app/registry/http/router.h"
#include "app/registry/live.h"
#include "app/registry/preparer.h"
#include "app/registry/reader.h"
#include "app/registry/writer.h"

namespace menzhen::registry {

/// What the routes work with; outlives the servers.
struct RouteTargets {
    Writer& writer;
    Reader& reader;
    Preparer& preparer;
    Live& live;
    const ports::Crypto& crypto;
    Contacts& contacts;
    const ports::Clock& clock;
    const clerk::SiteKeys& keys;
    ports::Chance& chance;                   ///< from several threads at once
    ActionLimit& actions;                    ///< on the public face
    const TrustedProxies* proxies = nullptr; ///< before the public face; null: none
    Cashier* cashier = nullptr;              ///< null: no payment platform is configured
};

/// Everything: for `listen_devices`.
Router deviceRoutes(const RouteTargets& targets);
/// Browsing, holds, bookings: for `listen_public`; never a queue command.
Router publicRoutes(const RouteTargets& targets);
/// GET /healthz and /metrics, on either. `servers` are asked for their counters at each call.
void addHealthRoutes(Router& router, const RouteTargets& targets,
                     std::function<std::vector<ServerStats>()> serverStats);

} // namespace menzhen::registry
