// SPDX-License-Identifier: Apache-2.0
// Sound as the voice handles it: 16-bit signed mono samples at 22.05 kHz, and WAV files of them.
// Thread: any; plain values.
#pragma once

#include "app/core/bytes.h"
#include "app/core/result.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace menzhen::voice {

inline constexpr int kRateHz = 22050;

using Samples = std::vector<std::int16_t>;

/// Longest sound that is read: one minute at 48 kHz.
inline constexpr std::size_t kMaxWavBytes = 48000 * 2 * 60 + 4096;

constexpr std::size_t samplesOfMs(int ms) {
    return static_cast<std::size_t>(kRateHz) * ms / 1000;
}

inline int msOf(const Samples& samples) {
    return static_cast<int>(samples.size() * 1000 / static_cast<std::size_t>(kRateHz));
}

/// RIFF WAVE, PCM, 16-bit, mono, 8 to 48 kHz; other rates than ours are converted. A data length
/// that says "endless" (a program that writes into a pipe does not know it) ends with the bytes.
/// Error: Data "wav-bad" with what is wrong.
core::Result<Samples> parseWav(core::ByteView bytes);
core::Bytes writeWav(const Samples& samples);
/// parseWav() of a file. Also Device "file-unreadable" with the path.
core::Result<Samples> readWavFile(const std::filesystem::path& path);

/// From one rate to another, each sample interpolated between its neighbours.
Samples resampled(const Samples& samples, int fromHz, int toHz);
/// Without the near-silence (below 3 % of its peak) at both ends, but for 10 ms.
Samples trimmed(const Samples& samples);
/// `percent` 0 to 100 of its level.
void scale(Samples& samples, int percent);

} // namespace menzhen::voice
