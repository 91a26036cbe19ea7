// SPDX-License-Identifier: Apache-2.0
// The numbers of the queue rules, per hospital and per queue. Their names outside ("early_open")
// are those of the hospital file and of the replay.
#pragma once

#include "app/core/queuevalues.h"
#include "app/core/result.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace menzhen::core {

/// What decides inside a band when nothing above it has.
enum class WithinBand { Slot, Checkin };

struct QueueParameters {
    int band = 30;      ///< length of a time band, minutes, at least 1
    int earlyOpen = 30; ///< check-in opens so many minutes before the band (may be negative)
    int dueLead = 10;   ///< on turn so many minutes before the band (may be negative)
    int grace = 0;      ///< late so many minutes after the band's end (negative: before it)
    bool bookedFirst = true;
    WithinBand withinBand = WithinBand::Slot;
    SideNumbers interval{1, 2, 3};  ///< ordinary calls between two of a side lane
    bool dynamicR = true;           ///< R every second call while more wait in R than in N
    int maxSideRun = 2;             ///< side calls in a row while somebody ordinary is due
    std::vector<int> missGap{3, 5}; ///< by number of misses, the last repeats; never empty
    int maxMisses = 3;
    int stage = 0; ///< length of a staged list; a real room uses 3

    friend bool operator==(const QueueParameters&, const QueueParameters&) = default;
};

/// The longest `miss_gap` that is accepted.
inline constexpr std::size_t maxMissGaps = 64;

/// What a reader of JSON or TOML hands over: a flag, a whole number, a text, a list (miss_gap) or
/// numbers by name (interval).
using ParameterValue = std::variant<bool, std::int64_t, std::string, std::vector<std::int64_t>,
                                    std::map<std::string, std::int64_t>>;

/// Sets one parameter by its outside name; the new value replaces the whole of the old one. Errors
/// (kind Data, nothing changed): `unknown-parameter`, `bad-value`.
Result<void> setParameter(QueueParameters& parameters, std::string_view name,
                          const ParameterValue& value);

/// Every parameter by its outside name, for whoever writes them down.
std::map<std::string, ParameterValue> listParameters(const QueueParameters& parameters);

} // namespace menzhen::core
