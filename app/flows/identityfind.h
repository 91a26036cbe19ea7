// SPDX-License-Identifier: Apache-2.0
// A booking of today, found by its patient's identity number; or, with the birth date beside it, by
// the phone number or the short code. With the registry it is the registry's answer; cut off, or
// without an answer within lookupBudgetMs, the day's key and the indexes that came with the
// bookings find an identity number (ops/personindex.h), and nothing else is looked up: no birth
// date is in a device. Keys of today and tomorrow are
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

/// As typed. Either phone or shortCode.
struct BirthKey {
    std::string phone;
    std::string shortCode;
    std::string birth; ///< "19440302"
};

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

    /// The same answer for a number that nobody has and a birth date that is not its patient's.
    /// Errors: Data "bad-phone", "bad-birth-date", those of core::readShortCode; Refused
    /// "unknown-keys", "too-many-lookups", "offline-keys" (by code or identity number, or at a
    /// window).
    void findByBirth(const BirthKey& key, Done done);

private:
    void take(const nlohmann::json& answer);
    core::Result<Scanned> findHere(const std::string& number) const;
    core::Result<std::string> bodyOf(const BirthKey& key) const;
    void answerLater(Done done, core::Result<Scanned> answer) const;

    FlowContext& context_;
    std::shared_ptr<bool> alive_;
    core::LookupLimit limit_;
    bool asking_ = false;
    std::int64_t askedAtMs_ = -dayKeysRetryMs; ///< monotonic
    int keysOfDay_ = 0;                        ///< the day on which the keys came
};

} // namespace menzhen::flows
