// SPDX-License-Identifier: Apache-2.0
// How often one address may act on the public face: a bucket of 100 actions that fills within a
// minute (reported to have stopped scalpers at a children's hospital; domain.md section 3). A
// family behind one address does not notice it. Reading is not counted. Thread: any.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace menzhen::registry {

inline constexpr std::int64_t actionsPerMinute = 100;
inline constexpr std::size_t maxAddressesKept = 100'000; ///< then those with a full bucket go first

class ActionLimit {
public:
    /// 0: go on; else milliseconds to wait. `monotonicMs` never goes back.
    std::int64_t take(const std::string& address, std::int64_t monotonicMs);

private:
    struct Bucket {
        std::int64_t level = 0; ///< in parts of an action: see the .cpp
        std::int64_t atMs = 0;
    };

    void forgetIdle(std::int64_t nowMs);

    std::mutex guard_;
    std::map<std::string, Bucket> buckets_;
};

/// Under which name an address is counted: of IPv6 the network of 64 bits, which one household has.
std::string countedAs(const std::string& address);

} // namespace menzhen::registry
