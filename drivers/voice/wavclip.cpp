// SPDX-License-Identifier: Apache-2.0
#include "drivers/voice/wavclip.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <optional>

namespace menzhen::voice {

namespace {

constexpr std::size_t kChunkHead = 8;
/// espeak-ng writes 7FFFF000h, others 0 or FFFFFFFFh: "until the end".
constexpr std::uint32_t kEndless = 0x7FF00000;

std::uint32_t little(core::ByteView bytes, std::size_t at, std::size_t count) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < count; ++i)
        value |= static_cast<std::uint32_t>(bytes[at + i]) << (8 * i);
    return value;
}

void putLittle(core::Bytes& bytes, std::uint32_t value, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
        bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

void putText(core::Bytes& bytes, std::string_view text) {
    for (const char c : text)
        bytes.push_back(static_cast<std::uint8_t>(c));
}

bool hasText(core::ByteView bytes, std::size_t at, std::string_view text) {
    if (at + text.size() > bytes.size()) return false;
    return std::equal(text.begin(), text.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at),
                      [](char c, std::uint8_t b) { return static_cast<std::uint8_t>(c) == b; });
}

tl::unexpected<core::Error> bad(std::string why) {
    return core::badData("wav-bad", std::move(why));
}

core::Result<int> rateOf(core::ByteView format) {
    if (format.size() < 16) return bad("The format chunk is too short.");
    const auto coding = little(format, 0, 2);
    const auto rate = static_cast<int>(little(format, 4, 4));
    if (coding != 1 || little(format, 2, 2) != 1 || little(format, 14, 2) != 16)
        return bad("Not 16-bit mono PCM.");
    if (rate < 8000 || rate > 48000) return bad("The rate is not 8 to 48 kHz.");
    return rate;
}

Samples samplesOf(core::ByteView data) {
    Samples samples(data.size() / 2);
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = static_cast<std::int16_t>(little(data, 2 * i, 2));
    return samples;
}

} // namespace

core::Result<Samples> parseWav(core::ByteView bytes) {
    if (bytes.size() > kMaxWavBytes) return bad("Longer than one minute.");
    if (!hasText(bytes, 0, "RIFF") || !hasText(bytes, 8, "WAVE")) return bad("Not a WAV file.");
    std::optional<int> rate;
    for (std::size_t at = 12; at + kChunkHead <= bytes.size();) {
        const auto size = little(bytes, at + 4, 4);
        const auto rest = bytes.size() - at - kChunkHead;
        const bool isData = hasText(bytes, at, "data");
        const bool endless = isData && (size == 0 || size >= kEndless);
        if (!endless && size > rest) return bad("A chunk is cut off.");
        const auto body = bytes.subspan(at + kChunkHead, endless ? rest : size);
        if (hasText(bytes, at, "fmt ")) {
            const auto found = rateOf(body);
            if (!found) return tl::unexpected(found.error());
            rate = *found;
        }
        if (isData && !rate) return bad("The data comes before its format.");
        if (isData) return resampled(samplesOf(body), *rate, kRateHz);
        at += kChunkHead + size + size % 2; // chunks are padded to an even length
    }
    return bad("No data chunk.");
}

core::Bytes writeWav(const Samples& samples) {
    const auto dataBytes = static_cast<std::uint32_t>(samples.size() * 2);
    core::Bytes bytes;
    bytes.reserve(44 + dataBytes);
    putText(bytes, "RIFF");
    putLittle(bytes, 36 + dataBytes, 4);
    putText(bytes, "WAVEfmt ");
    putLittle(bytes, 16, 4);
    putLittle(bytes, 1, 2); // PCM
    putLittle(bytes, 1, 2); // mono
    putLittle(bytes, kRateHz, 4);
    putLittle(bytes, kRateHz * 2, 4);
    putLittle(bytes, 2, 2);
    putLittle(bytes, 16, 2);
    putText(bytes, "data");
    putLittle(bytes, dataBytes, 4);
    for (const auto sample : samples)
        putLittle(bytes, static_cast<std::uint16_t>(sample), 2);
    return bytes;
}

core::Result<Samples> readWavFile(const std::filesystem::path& path) {
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    std::ifstream file(path, std::ios::binary);
    if (error || !file)
        return core::fail(core::ErrorKind::Device, "file-unreadable",
                          "Cannot read " + path.string());
    core::Bytes bytes(std::min<std::uintmax_t>(size, kMaxWavBytes + 1)); // parseWav() refuses more
    file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(file.gcount()));
    auto samples = parseWav(bytes);
    if (!samples)
        return core::badData(samples.error().code, path.string() + ": " + samples.error().detail);
    return samples;
}

Samples resampled(const Samples& samples, int fromHz, int toHz) {
    if (fromHz == toHz || samples.empty()) return samples;
    const auto from = static_cast<std::uint64_t>(fromHz);
    const auto to = static_cast<std::uint64_t>(toHz);
    Samples out(static_cast<std::size_t>(samples.size() * to / from));
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto place = i * from; // in units of 1/toHz
        const auto left = static_cast<std::size_t>(place / to);
        const auto right = std::min(left + 1, samples.size() - 1);
        const auto part = static_cast<std::int64_t>(place % to);
        const auto step = static_cast<std::int64_t>(samples[right]) - samples[left];
        out[i] =
            static_cast<std::int16_t>(samples[left] + step * part / static_cast<std::int64_t>(to));
    }
    return out;
}

Samples trimmed(const Samples& samples) {
    int peak = 0;
    for (const auto sample : samples)
        peak = std::max(peak, std::abs(static_cast<int>(sample)));
    const auto loud = [&](std::int16_t sample) { return std::abs(sample * 100) > peak * 3; };
    const auto first = std::find_if(samples.begin(), samples.end(), loud);
    if (first == samples.end()) return {};
    const auto last = std::find_if(samples.rbegin(), samples.rend(), loud).base();
    const auto edge = static_cast<std::ptrdiff_t>(samplesOfMs(10));
    return {first - std::min(edge, first - samples.begin()),
            last + std::min(edge, samples.end() - last)};
}

void scale(Samples& samples, int percent) {
    for (auto& sample : samples)
        sample = static_cast<std::int16_t>(sample * std::clamp(percent, 0, 100) / 100);
}

} // namespace menzhen::voice
