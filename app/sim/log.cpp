// SPDX-License-Identifier: Apache-2.0
#include "app/sim/log.h"

#include <cstdio>

namespace menzhen::sim {

namespace {

constexpr std::int64_t offsetMs = 8 * 3'600'000; // drivers/sim/clock.h
constexpr std::int64_t dayMs = 86'400'000;

} // namespace

void Log::line(std::int64_t utcMs, std::string_view who, std::string_view what) {
    const std::int64_t ms = (utcMs + offsetMs) % dayMs;
    char head[40];
    std::snprintf(head, sizeof head, "%02d:%02d:%02d.%03d %-5.*s", int(ms / 3'600'000),
                  int(ms / 60'000 % 60), int(ms / 1000 % 60), int(ms % 1000), int(who.size()),
                  who.data());
    std::string text = head;
    text += what;
    for (const char c : text)
        hash_ = (hash_ ^ static_cast<std::uint8_t>(c)) * 0x100000001b3ULL;
    if (keepsLines_) lines_.push_back(std::move(text));
}

} // namespace menzhen::sim
