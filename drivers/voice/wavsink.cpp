// SPDX-License-Identifier: Apache-2.0
#include "drivers/voice/wavsink.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <fstream>
#include <unistd.h>

namespace menzhen::voice {

namespace {

tl::unexpected<core::Error> broken(const std::filesystem::path& folder, const std::string& why) {
    return core::fail(core::ErrorKind::Device, "voice-folder", folder.string() + ": " + why);
}

} // namespace

core::Result<WavSink> WavSink::open(std::filesystem::path folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) return broken(folder, error.message());
    if (::access(folder.c_str(), W_OK | X_OK) != 0) return broken(folder, "cannot write there");
    int last = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
        const auto name = entry.path().filename().string();
        int number = 0;
        std::from_chars(name.data(), name.data() + name.size(), number);
        if (number <= kMaxFiles) last = std::max(last, number);
    }
    if (error) return broken(folder, error.message());
    return WavSink(std::move(folder), last);
}

core::Result<void> WavSink::play(const Samples& samples, const std::string& number,
                                 const std::atomic<bool>&) {
    if (mLast == kMaxFiles) return broken(mFolder, "full: 100000 calls");
    char prefix[16];
    std::snprintf(prefix, sizeof prefix, "%03d-", ++mLast);
    const auto name = prefix + number + ".wav";
    const auto hidden = mFolder / ("." + name + ".part");
    const auto bytes = writeWav(samples);
    std::ofstream file(hidden, std::ios::binary | std::ios::trunc);
    file.write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
    file.close();
    std::error_code error;
    if (file) std::filesystem::rename(hidden, mFolder / name, error);
    if (!file || error) return broken(mFolder, "cannot write " + name);
    return {};
}

} // namespace menzhen::voice
