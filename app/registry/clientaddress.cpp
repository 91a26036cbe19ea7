// SPDX-License-Identifier: Apache-2.0
#include "app/registry/clientaddress.h"

#include "app/registry/http/responsetext.h"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <optional>
#include <string_view>

namespace menzhen::registry {

namespace {

using Address = std::array<std::uint8_t, 16>;

constexpr int bitsPerByte = 8;
constexpr int allBits = 128;
constexpr int bitsBeforeFour = 96; ///< of an IPv4 address in an IPv6 one

/// IPv4 as ::ffff:a.b.c.d, so that both are compared alike.
std::optional<Address> parse(std::string_view text) {
    const std::string copy(text);
    Address address{};
    if (::inet_pton(AF_INET6, copy.c_str(), address.data()) == 1) return address;
    in_addr four{};
    if (::inet_pton(AF_INET, copy.c_str(), &four) != 1) return std::nullopt;
    address[10] = address[11] = 0xff;
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(&four);
    std::copy(bytes, bytes + sizeof four, address.begin() + 12);
    return address;
}

bool within(const Address& address, const Address& network, int bits) {
    for (int i = 0; i < allBits / bitsPerByte; ++i) {
        const int left = std::clamp(bits - i * bitsPerByte, 0, bitsPerByte);
        const auto mask = static_cast<std::uint8_t>(0xff00U >> static_cast<unsigned>(left));
        const auto at = static_cast<std::size_t>(i);
        if ((address[at] & mask) != (network[at] & mask)) return false;
    }
    return true;
}

} // namespace

TrustedProxies::TrustedProxies(const std::vector<std::string>& networks) {
    for (const std::string& text : networks) {
        const std::size_t slash = text.find('/');
        const auto address = parse(std::string_view(text).substr(0, slash));
        if (!address) continue; // the site file's reader takes none of these
        const bool four = text.find(':') == std::string::npos;
        int bits = four ? allBits - bitsBeforeFour : allBits;
        if (slash != std::string::npos)
            (void)std::from_chars(text.data() + slash + 1, text.data() + text.size(), bits);
        networks_.push_back({*address, four ? bits + bitsBeforeFour : bits});
    }
}

bool TrustedProxies::trusts(const std::string& address) const {
    const auto parsed = parse(address);
    return parsed && std::any_of(networks_.begin(), networks_.end(), [&](const Network& network) {
               return within(*parsed, network.address, network.bits);
           });
}

std::string TrustedProxies::clientOf(const std::string& peer,
                                     const std::string& forwardedFor) const {
    std::string client = peer;
    std::string_view rest = forwardedFor;
    for (std::size_t hop = 0; hop < maxForwardedHops && !rest.empty() && trusts(client); ++hop) {
        const std::size_t comma = rest.rfind(',');
        const bool last = comma == std::string_view::npos;
        const std::string_view named = trimmed(last ? rest : rest.substr(comma + 1));
        rest = last ? std::string_view() : rest.substr(0, comma);
        // A name or nonsense: the proxy that passed it on answers for it.
        if (!parse(named)) break;
        client = std::string(named);
    }
    return client;
}

} // namespace menzhen::registry
