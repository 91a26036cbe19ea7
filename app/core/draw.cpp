// SPDX-License-Identifier: Apache-2.0
#include "app/core/draw.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <utility>

namespace menzhen::core {

namespace {

constexpr std::size_t seedDigits = 16;

/// SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
class SplitMix {
public:
    explicit SplitMix(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() {
        state_ += 0x9e3779b97f4a7c15U;
        std::uint64_t z = state_;
        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9U;
        z = (z ^ z >> 27) * 0x94d049bb133111ebU;
        return z ^ z >> 31;
    }

private:
    std::uint64_t state_;
};

/// Upper 64 bits of a product, without a 128-bit type.
std::uint64_t highProduct(std::uint64_t a, std::uint64_t b) {
    const std::uint64_t lowA = a & 0xffffffffU;
    const std::uint64_t lowB = b & 0xffffffffU;
    const std::uint64_t highA = a >> 32;
    const std::uint64_t highB = b >> 32;
    const std::uint64_t middle = highA * lowB + (lowA * lowB >> 32);
    const std::uint64_t other = lowA * highB + (middle & 0xffffffffU);
    return highA * highB + (middle >> 32) + (other >> 32);
}

} // namespace

std::vector<std::string> drawOrder(std::vector<std::string> ids, std::uint64_t seed) {
    std::sort(ids.begin(), ids.end());
    SplitMix random(seed);
    for (std::size_t place = ids.size(); place-- > 1;)
        std::swap(ids[place], ids[highProduct(random.next(), place + 1)]);
    return ids;
}

std::string seedToText(std::uint64_t seed) {
    char text[seedDigits + 1];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(seed));
    return text;
}

std::optional<std::uint64_t> seedFrom(std::string_view text) {
    std::uint64_t seed = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed, 16);
    if (text.size() != seedDigits || error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return seed;
}

} // namespace menzhen::core
