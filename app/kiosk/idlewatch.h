// SPDX-License-Identifier: Apache-2.0
// Whether somebody still stands at the kiosk (experience.md items 23 to 27): after a while without
// a touch a warning of 20 seconds, then the session ends; names are veiled earlier. Times double
// with large letters. Pure: the caller says when it is.
#pragma once

#include <algorithm>
#include <cstdint>

namespace menzhen::kiosk {

inline constexpr std::int64_t readingMs = 60'000;
inline constexpr std::int64_t typingMs = 120'000;
inline constexpr std::int64_t warningMs = 20'000;
inline constexpr std::int64_t veilMs = 30'000;

class IdleWatch {
public:
    /// A page is in sight. `home`: nothing to end.
    void begin(std::int64_t nowMs, bool home, bool typing, bool slow) {
        home_ = home;
        limitMs_ = (typing ? typingMs : readingMs) * (slow ? 2 : 1);
        touched(nowMs);
    }

    void touched(std::int64_t nowMs) {
        lastMs_ = nowMs;
        idleMs_ = 0;
    }

    void tick(std::int64_t nowMs) { idleMs_ = std::max<std::int64_t>(0, nowMs - lastMs_); }

    /// 0: no warning in sight.
    int warningSeconds() const {
        if (home_ || idleMs_ < limitMs_ || isOver()) return 0;
        return static_cast<int>((limitMs_ + warningMs - idleMs_ + 999) / 1000);
    }

    bool isOver() const { return !home_ && idleMs_ >= limitMs_ + warningMs; }

    bool isVeiled() const { return !home_ && idleMs_ >= veilMs; }

private:
    bool home_ = true;
    std::int64_t limitMs_ = readingMs;
    std::int64_t lastMs_ = 0;
    std::int64_t idleMs_ = 0;
};

} // namespace menzhen::kiosk
