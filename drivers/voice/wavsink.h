// SPDX-License-Identifier: Apache-2.0
// Each call as a file DIR/NNN-NUMBER.wav (001-C047.wav), complete from the moment it has its name.
// For tests and the tour; a call takes no longer than its file.
#pragma once

#include "drivers/voice/soundsink.h"

#include <filesystem>

namespace menzhen::voice {

class WavSink : public SoundSink {
public:
    static constexpr int kMaxFiles = 100000;

    /// Makes the folder; goes on after the highest number in it. Error: Device "voice-folder".
    static core::Result<WavSink> open(std::filesystem::path folder);

    core::Result<void> play(const Samples& samples, const std::string& number,
                            const std::atomic<bool>& cancelled) override;

private:
    WavSink(std::filesystem::path folder, int last) : mFolder(std::move(folder)), mLast(last) {}

    std::filesystem::path mFolder;
    int mLast;
};

} // namespace menzhen::voice
