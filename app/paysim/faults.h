// SPDX-License-Identifier: Apache-2.0
// What goes wrong on purpose, and which of two readings of a doubtful document the platforms
// follow (payments.md 16 and 19). A *fault* strikes calls that it matches, with a probability, so
// many times; a *setting* holds for all. All names stand in the room's README.
// Thread: one owner (the desk's).
#pragma once

#include "app/core/result.h"

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace menzhen::paysim {

/// Where a fault may strike.
struct FaultSite {
    std::string platform; ///< "wechat" "alipay"
    std::string verb;     ///< "native" "codepay" "precreate" "pay" "query" "close" "cancel" ...
    std::string group;    ///< the same on both: "open" "charge" "query" "end" "refund"
                          ///< "refund-query" "notify" "notify-refund"
    std::string number;   ///< of the order, where the call names one
};

struct Fault {
    std::string name;
    std::string platform; ///< empty: both
    std::string verb;     ///< a verb or a group; empty: every
    std::string number;   ///< empty: every
    double probability = 1;
    std::int64_t count = -1; ///< strikes left; -1: without end
    std::int64_t skip = 0;   ///< so many calls that it would strike pass first
    std::int64_t ms = 0;     ///< for those that take time
    std::int64_t value = 0;  ///< a status, seconds ...
    std::string text;
    std::int64_t struck = 0;
};

class Faults {
public:
    /// {"seed"?, "reset"?: true, "rules"?: [FAULT...] (instead of all), "add"?: [FAULT...],
    /// "settings"?: {NAME: value}}; FAULT = {"fault", "platform"?, "verb"?, "number"?,
    /// "probability"?, "count"?, "skip"?, "ms"?, "value"?, "text"?}. All or nothing.
    /// Errors: Data "faults".
    core::Result<void> change(const std::string& jsonText);
    nlohmann::ordered_json told() const; ///< rules with how often each struck, settings

    /// The fault of that name which strikes now, counted; asks chance, so call it once a call.
    std::optional<Fault> strike(const FaultSite& site, const std::string& name);

    std::int64_t number(const std::string& setting) const;
    const std::string& word(const std::string& setting) const;

    bool isOn(const std::string& setting) const { return number(setting) != 0; }

private:
    std::vector<Fault> rules_;
    std::map<std::string, std::int64_t> numbers_; ///< those that differ from the default
    std::map<std::string, std::string> words_;
    std::mt19937_64 chance_{1};
};

} // namespace menzhen::paysim
