// SPDX-License-Identifier: Apache-2.0
// So many a second, evenly: a token bucket that holds a twentieth of a second's worth. Pure: the
// caller brings the time.
#pragma once

#include <algorithm>
#include <cstdint>

namespace menzhen::payment {

class RateBucket {
public:
    /// `perSecond`: 1 and more.
    explicit RateBucket(int perSecond)
        : perSecond_(perSecond),
          mostMicro_(std::max<std::int64_t>(tokenMicro, perSecond * tokenMicro / burstPart)),
          micro_(mostMicro_) {}

    /// Takes one when there is one.
    bool take(std::int64_t nowMs) {
        fill(nowMs);
        if (micro_ < tokenMicro) return false;
        micro_ -= tokenMicro;
        return true;
    }

    /// Until there is one; 0: there is.
    std::int64_t waitMs(std::int64_t nowMs) {
        fill(nowMs);
        const std::int64_t missing = tokenMicro - micro_;
        const std::int64_t perMs = perSecond_ * tokenMicro / msPerSecond;
        return missing <= 0 ? 0 : (missing + perMs - 1) / perMs;
    }

private:
    static constexpr std::int64_t tokenMicro = 1'000'000; ///< a token in millionths
    static constexpr std::int64_t msPerSecond = 1000;
    static constexpr std::int64_t burstPart = 20;

    void fill(std::int64_t nowMs) {
        if (started_ && nowMs > lastMs_)
            micro_ = std::min(mostMicro_, micro_ + std::min<std::int64_t>(nowMs - lastMs_, 60'000) *
                                                       perSecond_ * (tokenMicro / msPerSecond));
        lastMs_ = started_ ? std::max(lastMs_, nowMs) : nowMs;
        started_ = true;
    }

    std::int64_t perSecond_;
    std::int64_t mostMicro_;
    std::int64_t micro_;
    std::int64_t lastMs_ = 0;
    bool started_ = false;
};

} // namespace menzhen::payment
