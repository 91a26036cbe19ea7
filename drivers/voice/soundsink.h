// SPDX-License-Identifier: Apache-2.0
// Where sound goes. One call at a time; the driver's worker thread waits in play().
#pragma once

#include "drivers/voice/wavclip.h"

#include <atomic>
#include <string>

namespace menzhen::voice {

class SoundSink {
public:
    virtual ~SoundSink() = default;
    /// Plays to the end, or until `cancelled` turns true (then it may return either way). `number`
    /// is the called number, for a name. Errors: Device, with what failed.
    virtual core::Result<void> play(const Samples& samples, const std::string& number,
                                    const std::atomic<bool>& cancelled) = 0;
};

} // namespace menzhen::voice
