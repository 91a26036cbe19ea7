// SPDX-License-Identifier: Apache-2.0
// Money is integer fen (1/100 yuan). No floating point comes near it.
#pragma once

#include "app/core/result.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace menzhen::core {

using Fen = std::int64_t;

/// The largest amount that is read: 99,999,999.99 yuan. Beyond it somebody mistyped.
inline constexpr Fen maxAmountFen = 9'999'999'999;

/// "3.50", "3.5", "3", "0.00" -> fen. Strict: digits, no sign, no leading zero, no exponent, at
/// most two places, none of ".5" or "5.". Errors (Data): "money-format", "money-places",
/// "money-limit".
Result<Fen> parseFen(std::string_view text);
/// 350 -> "3.50", -5 -> "-0.05": always two places.
std::string formatFen(Fen amountFen);
/// Error (Data) "money-limit" when the sum leaves the range of Fen.
Result<Fen> sumFen(std::span<const Fen> amountsFen);

} // namespace menzhen::core
