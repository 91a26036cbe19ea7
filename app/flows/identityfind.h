// SPDX-License-Identifier: Apache-2.0
// A booking of today, found by its patient's identity number. With the registry it is the
// registry's answer; cut off, or without an answer within lookupBudgetMs, the day's key and the
// indexes that came with the bookings do (ops/personindex.h). Keys of today and tomorrow are
// fetched when there is a registry and dropped when their day is over. The number itself is kept
// nowhere. Thread: flow.
#pragma once

#include "app/core/lookuplimit.h"
#include "app/flows/scan.h"

#include <functional>
#include <memory>
#include <string>

namespace menzhen::flows {

inline constexpr int lookupBudgetMs = 2000; ///< scrypt in the registry takes its time
inline constexpr std::int64_t dayKeysRetryMs = 30'000;

class IdentityFind {
public:
    /// A booking, of the day's several the earliest that has no ticket yet.
    using Done = std::function<void(core::Result<Scanned>)>;

    explicit IdentityFind(FlowContext& context);
    ~IdentityFind();

    /// After every change of the connection, and now and then: fetches day keys when it is time.
    void turn();

    /// Errors: Data, those of core::parseIdNumber; Refused "unknown-identity" (no booking of today
    /// is under this number), "too-many-lookups" (core/lookuplimit.h), "offline-no-key" (cut off
    /// since before this day's key came: by code, or at the window).
    void find(const std::string& typed, Done done);

private:
    void take(const nlohmann::json& answer);
    core::Result<Scanned> findHere(const std::string& number) const;

    FlowContext& context_;
    std::shared_ptr<bool> alive_;
    core::LookupLimit limit_;
    bool asking_ = false;
    std::int64_t askedAtMs_ = -dayKeysRetryMs; ///< monotonic
    int keysOfDay_ = 0;                        ///< the day on which the keys came
};

} // namespace menzhen::flows
