// SPDX-License-Identifier: Apache-2.0
#include "app/registry/actionlimit.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cstdio>

namespace menzhen::registry {

namespace {

// An action is so many parts, and each millisecond brings actionsPerMinute of them: whole numbers.
constexpr std::int64_t partsPerAction = 60'000;
constexpr std::int64_t full = actionsPerMinute * partsPerAction;

} // namespace

std::string countedAs(const std::string& address) {
    in6_addr six{};
    if (::inet_pton(AF_INET6, address.c_str(), &six) != 1) return address;
    constexpr unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    // An IPv4 address that came in by IPv6 is counted whole.
    const bool isFour = std::equal(mapped, mapped + sizeof mapped, six.s6_addr);
    std::string text;
    for (int i = 0; i < (isFour ? 16 : 8); ++i) {
        char byte[3];
        std::snprintf(byte, sizeof byte, "%02x", six.s6_addr[i]);
        text += byte;
    }
    return text;
}

void ActionLimit::forgetIdle(std::int64_t nowMs) {
    std::erase_if(buckets_, [nowMs](const auto& entry) {
        return entry.second.level + (nowMs - entry.second.atMs) * actionsPerMinute >= full;
    });
    // Everybody is busy: better to forget what they did than to grow without end.
    if (buckets_.size() >= maxAddressesKept) buckets_.clear();
}

std::int64_t ActionLimit::take(const std::string& address, std::int64_t monotonicMs) {
    const std::lock_guard lock(guard_);
    if (buckets_.size() >= maxAddressesKept) forgetIdle(monotonicMs);
    Bucket& bucket =
        buckets_.try_emplace(countedAs(address), Bucket{full, monotonicMs}).first->second;
    bucket.level = std::min(bucket.level + (monotonicMs - bucket.atMs) * actionsPerMinute, full);
    bucket.atMs = monotonicMs;
    if (bucket.level < partsPerAction)
        return (partsPerAction - bucket.level + actionsPerMinute - 1) / actionsPerMinute;
    bucket.level -= partsPerAction;
    return 0;
}

} // namespace menzhen::registry
