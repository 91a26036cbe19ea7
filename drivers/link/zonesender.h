// SPDX-License-Identifier: Apache-2.0
// The station's end of the zone link: one TLS connection per board, opened when there is something
// to say and kept.
#pragma once

#include "app/ports/zonelink.h"
#include "drivers/link/flowthread.h"
#include "drivers/link/tlsidentity.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace menzhen::link {

struct ZoneAddress {
    std::string host;
    std::uint16_t port = 0;
};

struct ZoneLimits {
    std::size_t maxUnsent = 64; ///< rows kept for one board; the oldest goes
    int forgetAfterMs = 120'000;
    int backoffFromMs = 500; ///< doubled at each failure; a board that is switched off costs little
    int backoffToMs = 15'000;
    int answerMs = 5'000; ///< for the handshake, and for a row's answer
};

/// What identity to show now; nothing: none yet, and nothing is sent.
using IdentityNow = std::function<std::optional<TlsIdentity>()>;

/// Made and destroyed on any thread while the flow thread runs, used on the flow thread.
class ZoneSender final : public ports::ZoneLink {
public:
    ZoneSender(FlowThread& flow, std::vector<ZoneAddress> boards, IdentityNow identity,
               ZoneLimits limits = {});
    ~ZoneSender() override;

    void tell(const ports::ZoneRow& row) override;

private:
    class Line;
    FlowThread& flow_;
    std::vector<std::unique_ptr<Line>> lines_;
};

} // namespace menzhen::link
