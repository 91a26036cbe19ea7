// SPDX-License-Identifier: Apache-2.0
// A platform's table of error codes: what each means to each verb, one line a code, so that the
// table reads like the documentation it was taken from. Values; thread: any.
#pragma once

#include "app/core/paymentwords.h"
#include "drivers/payment/paymenttext.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace menzhen::payment {

/// What a code (as plainCode() has it) means to each of the six verbs, in the order of PaymentVerb.
struct CodeRow {
    const char* code;
    std::array<core::PaymentSaid, 6> says;
};

namespace codewords {

inline constexpr core::PaymentSaid unknown = core::PaymentSaid::Unknown;
inline constexpr core::PaymentSaid failed = core::PaymentSaid::Failed;
inline constexpr core::PaymentSaid misset = core::PaymentSaid::Misset;
inline constexpr core::PaymentSaid missing = core::PaymentSaid::Missing;
inline constexpr core::PaymentSaid paying = core::PaymentSaid::Paying;
inline constexpr core::PaymentSaid ended = core::PaymentSaid::Ended;
inline constexpr core::PaymentSaid again = core::PaymentSaid::EndAgain;
inline constexpr core::PaymentSaid staff = core::PaymentSaid::RefundAbnormal;

} // namespace codewords

/// Unknown for a code that stands in no row.
template <std::size_t n>
core::PaymentSaid saysOf(const std::array<CodeRow, n>& rows, std::string_view code,
                         core::PaymentVerb verb) {
    const std::string plain = plainCode(code);
    const auto row = std::find_if(rows.begin(), rows.end(),
                                  [&plain](const CodeRow& r) { return plain == r.code; });
    if (row == rows.end()) return core::PaymentSaid::Unknown;
    return row->says.at(static_cast<std::size_t>(verb));
}

} // namespace menzhen::payment
