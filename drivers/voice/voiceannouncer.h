// SPDX-License-Identifier: Apache-2.0
// The Announcer port on clips, synthesiser and sink: one worker thread renders and plays, one call
// after the other, in the order of core::CallQueue.
#pragma once

#include "app/core/callqueue.h"
#include "app/ports/announcer.h"
#include "drivers/voice/clipvoice.h"
#include "drivers/voice/soundsink.h"

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

namespace menzhen::voice {

/// Hands a closure to the flow thread; may be called from any thread, runs it later.
using Post = std::function<void(std::function<void()>)>;

class VoiceAnnouncer : public ports::Announcer {
public:
    VoiceAnnouncer(std::unique_ptr<SoundSink> sink, core::SpokenWords words,
                   core::AnnouncementOptions options, std::filesystem::path clips,
                   Synthesise synthesise, Post post);
    ~VoiceAnnouncer() override;
    VoiceAnnouncer(const VoiceAnnouncer&) = delete;
    VoiceAnnouncer& operator=(const VoiceAnnouncer&) = delete;

    void announce(Call call, Done done) override;

    void setVolume(int percent) override { mVolume = percent; }

    void stop() override;

private:
    struct Pending {
        core::CallWords words;
        Done done;
    };

    using Outcome = core::Result<ports::Spoken>;

    void work();
    Outcome say(const core::CallWords& call, int times);
    std::vector<Done> takeDones(const std::vector<core::CallQueue::Handle>& handles);
    void finish(std::vector<Done> dones, const Outcome& outcome);

    const std::unique_ptr<SoundSink> mSink;
    const core::SpokenWords mWords;
    const core::AnnouncementOptions mOptions;
    const Post mPost;
    ClipVoice mVoice;              ///< worker only
    std::atomic<int> mVolume{100}; ///< percent
    std::atomic<bool> mCancelled{false};

    std::mutex mMutex; ///< guards the rest
    std::condition_variable mWake;
    core::CallQueue mQueue;
    std::map<core::CallQueue::Handle, Pending> mPending;
    bool mEnding = false;
    std::thread mWorker; ///< last: it uses all above
};

} // namespace menzhen::voice
