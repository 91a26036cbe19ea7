// SPDX-License-Identifier: Apache-2.0
// What the voice tests share: the shipped table, a folder that goes away, a flow thread of one
// queue.
#pragma once

#include "drivers/voice/voiceannouncer.h"

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>

namespace menzhen::voice {

inline const std::filesystem::path kVoiceFolder = MENZHEN_RESOURCES "/voice";
inline const std::filesystem::path kClips = kVoiceFolder / "clips";

inline core::SpokenWords shippedWords() {
    std::ifstream file(kVoiceFolder / "pinyin.txt", std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    return core::SpokenWords::parse(text, "pinyin.txt").value();
}

inline core::SpokenWords shippedSurnames() {
    std::ifstream file(kVoiceFolder / "surnames.txt", std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    return core::SpokenWords::parsePart(text, "surnames.txt").value();
}

class ScratchFolder {
public:
    ScratchFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "voice-XXXXXX").string();
        if (::mkdtemp(name.data())) mPath = name;
    }

    ~ScratchFolder() { std::filesystem::remove_all(mPath); }

    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    const std::filesystem::path& path() const { return mPath; }

private:
    std::filesystem::path mPath;
};

/// The flow thread of a test is the test: posts wait here until run() takes them.
class Posts {
public:
    Post post() {
        return [this](std::function<void()> work) {
            const std::lock_guard lock(mMutex);
            mWork.push_back(std::move(work));
            mWake.notify_all();
        };
    }

    /// Runs posts until `enough()`; false if nothing came for 20 s.
    template <class Enough> bool runUntil(Enough enough) {
        while (!enough()) {
            std::function<void()> work;
            {
                std::unique_lock lock(mMutex);
                if (!mWake.wait_for(lock, std::chrono::seconds(20), [&] { return !mWork.empty(); }))
                    return false;
                work = std::move(mWork.front());
                mWork.pop_front();
            }
            work();
        }
        return true;
    }

private:
    std::mutex mMutex;
    std::condition_variable mWake;
    std::deque<std::function<void()>> mWork;
};

} // namespace menzhen::voice
