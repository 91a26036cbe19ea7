// SPDX-License-Identifier: Apache-2.0
// Chance from a seed (splitmix64, S. Vigna, public domain algorithm): the same seed gives the same
// bytes on every machine and library.
#pragma once

#include "app/ports/chance.h"

#include <cstdint>
#include <string_view>

namespace menzhen::twin {

class Chance final : public ports::Chance {
public:
    explicit Chance(std::uint64_t seed) : state_(seed) {}

    /// An own stream for a name: what one draws does not move the others.
    Chance(std::uint64_t seed, std::string_view name) : state_(seed) {
        for (const char c : name)
            state_ = (state_ ^ static_cast<std::uint8_t>(c)) * 0x100000001b3ULL;
        (void)next();
    }

    std::uint64_t next() {
        state_ += 0x9e3779b97f4a7c15ULL;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31);
    }

    /// 0 to n - 1; n at least 1.
    int below(int n) { return static_cast<int>(next() % static_cast<std::uint64_t>(n)); }

    /// `from` to `to`, both included.
    int between(int from, int to) { return from + below(to - from + 1); }

    bool percent(int p) { return below(100) < p; }

    void fill(std::span<std::uint8_t> bytes) override {
        for (std::uint8_t& b : bytes)
            b = static_cast<std::uint8_t>(next() >> 32);
    }

private:
    std::uint64_t state_;
};

} // namespace menzhen::twin
