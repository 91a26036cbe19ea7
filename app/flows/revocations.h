// SPDX-License-Identifier: Apache-2.0
// The compact list of bookings that were cancelled or whose ticket is printed, of today and the
// next 7 days (security.md 1): what a kiosk that is cut off holds a signed code against, beyond the
// days that its own store covers. Fetched first thing when the registry answers again, so that a
// second paper is known before the long tail of ops is here (sync.md 1.10); then every
// revocationsEveryMs and at each change of day. Thread: flow.
#pragma once

#include "app/flows/flowcontext.h"

#include <memory>
#include <string>

namespace menzhen::flows {

inline constexpr std::int64_t revocationsEveryMs = 5 * 60'000;
inline constexpr int revocationsBudgetMs = 10'000;
inline constexpr std::size_t maxRevokedIds = 200'000; ///< more: the list is not taken

class Revocations {
public:
    explicit Revocations(FlowContext& context);
    ~Revocations();

    /// After every change of the connection, and now and then: asks when it is time.
    void turn();

private:
    void take(const nlohmann::json& answer);

    FlowContext& context_;
    std::shared_ptr<bool> alive_;
    bool wasConnected_ = false;
    bool asking_ = false;
    std::int64_t askedAtMs_ = 0; ///< monotonic
    int askedDay_ = 0;
};

/// "cancelled", "redeemed", or empty: the list does not name it. Inside transact()/read().
std::string revokedState(const FlowContext& context, const std::string& booking);

} // namespace menzhen::flows
