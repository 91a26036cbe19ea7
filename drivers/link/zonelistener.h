// SPDX-License-Identifier: Apache-2.0
// The board's end of the zone link: the only port that a lobby device opens. Mutual TLS, stations
// of the own site alone; whoever is slow, silent or strange costs a socket until a deadline.
#pragma once

#include "app/core/result.h"
#include "app/ports/zonelink.h"
#include "drivers/link/flowthread.h"
#include "drivers/link/zonesender.h"

#include <functional>
#include <memory>
#include <string>

namespace menzhen::link {

struct ZoneListenerLimits {
    int maxStations = 64; ///< connections; one more is closed
    int handshakeMs = 10'000;
    int silentMs = 900'000; ///< a station that says nothing comes again when it has to
};

/// Made and destroyed on any thread while the flow thread runs; its functions run on it.
class ZoneListener {
public:
    using Heard = std::function<void(const ports::ZoneRow&)>;
    /// Who was turned away, and why, for the log.
    using Refused = std::function<void(const std::string& address, const std::string& problem)>;

    /// Errors: Device "listen-failed".
    static core::Result<std::unique_ptr<ZoneListener>>
    listen(FlowThread& flow, const ZoneAddress& at, IdentityNow identity, Heard heard,
           Refused refused, ZoneListenerLimits limits = {});
    ~ZoneListener();

    std::uint16_t port() const { return port_; }

private:
    class Server;

    explicit ZoneListener(FlowThread& flow);

    FlowThread& flow_;
    std::unique_ptr<Server> server_;
    std::uint16_t port_ = 0;
};

} // namespace menzhen::link
