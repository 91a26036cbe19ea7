// SPDX-License-Identifier: Apache-2.0
// Lengths of time in milliseconds, the unit of every moment and duration in the house.
#pragma once

#include <cstdint>

namespace menzhen::core {

constexpr std::int64_t msPerSecond = 1000;
constexpr std::int64_t msPerMinute = 60 * msPerSecond;
constexpr std::int64_t msPerDay = 24 * 60 * msPerMinute;

} // namespace menzhen::core
