// SPDX-License-Identifier: Apache-2.0
#include "app/core/money.h"

#include "app/core/ascii.h"

namespace menzhen::core {

namespace {

tl::unexpected<Error> badFormat() {
    return badData("money-format", "an amount is written as \"3.50\": digits, a point, two digits");
}

} // namespace

Result<Fen> parseFen(std::string_view text) {
    const std::string_view yuan = text.substr(0, text.find('.'));
    if (yuan.empty() || (yuan.size() > 1 && yuan[0] == '0')) return badFormat();
    std::string_view places;
    if (yuan.size() < text.size()) {
        places = text.substr(yuan.size() + 1);
        if (places.empty()) return badFormat();
    }
    Fen amount = 0;
    for (const char c : yuan) {
        if (!isDigit(c)) return badFormat();
        if (amount <= maxAmountFen) amount = amount * 10 + (c - '0');
    }
    for (const char c : places)
        if (!isDigit(c)) return badFormat();
    if (places.size() > 2)
        return badData("money-places", "an amount has at most two places after the point");
    for (std::size_t i = 0; i < 2; ++i) {
        if (amount > maxAmountFen) break;
        amount = amount * 10 + (i < places.size() ? places[i] - '0' : 0);
    }
    if (amount > maxAmountFen)
        return badData("money-limit", "the largest amount is " + formatFen(maxAmountFen));
    return amount;
}

std::string formatFen(Fen amountFen) {
    // The magnitude is taken unsigned, because the least Fen has no positive twin.
    const auto raw = static_cast<std::uint64_t>(amountFen);
    const std::uint64_t size = amountFen < 0 ? 0 - raw : raw;
    const std::uint64_t places = size % 100;
    return std::string(amountFen < 0 ? "-" : "") + std::to_string(size / 100) +
           (places < 10 ? ".0" : ".") + std::to_string(places);
}

Result<Fen> sumFen(std::span<const Fen> amountsFen) {
    Fen sum = 0;
    for (const Fen amount : amountsFen)
        if (__builtin_add_overflow(sum, amount, &sum))
            return badData("money-limit", "the sum is larger than any amount that can be kept");
    return sum;
}

} // namespace menzhen::core
