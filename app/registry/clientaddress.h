// SPDX-License-Identifier: Apache-2.0
// Who a phone is when a proxy of the hospital's own stands in front of `listen_public`: the address
// that the proxy names in X-Forwarded-For. Anybody else may write into that header whatever he
// likes, so it is believed from the proxies that the site file names, and from nobody else.
// Thread: any.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace menzhen::registry {

inline constexpr std::size_t maxForwardedHops = 16; ///< of the header's end; the rest is not read

class TrustedProxies {
public:
    TrustedProxies() = default;
    /// "10.0.0.5", "10.1.0.0/16", "fd00::/8", as boot::readNetwork() took them.
    explicit TrustedProxies(const std::vector<std::string>& networks);

    bool trusts(const std::string& address) const;

    bool none() const { return networks_.empty(); }

    /// The nearest address that is no trusted proxy's, read from the end of the header: what stands
    /// before it was written by strangers. `peer`: the wire's other end.
    std::string clientOf(const std::string& peer, const std::string& forwardedFor) const;

private:
    struct Network {
        std::array<std::uint8_t, 16> address{};
        int bits = 0;
    };

    std::vector<Network> networks_;
};

} // namespace menzhen::registry
