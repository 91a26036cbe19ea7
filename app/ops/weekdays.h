// SPDX-License-Identifier: Apache-2.0
// Weekdays as hospital files write them: MON TUE WED THU FRI SAT SUN.
#pragma once

#include "app/core/calendar.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace menzhen::ops {

inline constexpr std::array<std::string_view, 7> weekdayNames{"MON", "TUE", "WED", "THU",
                                                              "FRI", "SAT", "SUN"};

inline std::optional<core::Weekday> weekdayFrom(std::string_view text) {
    const auto* const found = std::find(weekdayNames.begin(), weekdayNames.end(), text);
    if (found == weekdayNames.end()) return std::nullopt;
    return core::Weekday(found - weekdayNames.begin() + 1);
}

inline std::string_view toText(core::Weekday weekday) {
    return weekdayNames[static_cast<std::size_t>(weekday) - 1];
}

} // namespace menzhen::ops
