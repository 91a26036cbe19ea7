// SPDX-License-Identifier: Apache-2.0
#include "drivers/voice/voiceannouncer.h"

#include "app/core/check.h"

namespace menzhen::voice {

namespace {

core::Error stopped() {
    return {core::ErrorKind::Refused, "announcer-stopped", ""};
}

} // namespace

VoiceAnnouncer::VoiceAnnouncer(std::unique_ptr<SoundSink> sink, core::SpokenWords words,
                               core::AnnouncementOptions options, std::filesystem::path clips,
                               Synthesise synthesise, Post post)
    : mSink(std::move(sink)), mWords(std::move(words)), mOptions(options), mPost(std::move(post)),
      mVoice(std::move(clips), mWords, std::move(synthesise)), mWorker([this] { work(); }) {}

VoiceAnnouncer::~VoiceAnnouncer() {
    std::vector<Done> left;
    {
        const std::lock_guard lock(mMutex);
        mEnding = true;
        mCancelled = true;
        mQueue.clear();
        for (auto& [handle, pending] : mPending)
            left.push_back(std::move(pending.done));
        mPending.clear();
    }
    mWake.notify_all();
    mWorker.join();
    for (const auto& done : left)
        done(tl::unexpected(stopped()));
}

void VoiceAnnouncer::announce(Call call, Done done) {
    MENZHEN_CHECK(done != nullptr, "a call without done");
    // Judged here, so that a call that cannot be said takes no turn and no chime.
    if (auto said = core::announcementOf(call.words, mWords, mOptions); !said) {
        finish({std::move(done)}, tl::unexpected(said.error()));
        return;
    }
    std::vector<Done> overtaken;
    std::vector<Done> dropped;
    {
        const std::lock_guard lock(mMutex);
        const auto offer = mQueue.offer(call.id, call.words.number, call.words.room);
        mPending.emplace(offer.handle, Pending{std::move(call.words), std::move(done)});
        overtaken = takeDones(offer.overtaken);
        dropped = takeDones(offer.dropped);
    }
    mWake.notify_all();
    finish(std::move(overtaken), core::refused("call-overtaken"));
    finish(std::move(dropped), core::fail(core::ErrorKind::Busy, "voice-queue-full"));
}

void VoiceAnnouncer::stop() {
    std::vector<Done> dones;
    {
        const std::lock_guard lock(mMutex);
        mCancelled = mQueue.speaking();
        dones = takeDones(mQueue.clear());
    }
    finish(std::move(dones), tl::unexpected(stopped()));
}

void VoiceAnnouncer::work() {
    for (;;) {
        core::CallWords call;
        int times = 0;
        {
            std::unique_lock lock(mMutex);
            std::optional<core::CallQueue::Turn> turn;
            mWake.wait(lock, [&] { return mEnding || (turn = mQueue.next()); });
            if (mEnding) return;
            mCancelled = false;
            call = mPending.at(turn->first).words;
            times = turn->times;
        }
        const auto outcome = say(call, times);
        std::vector<Done> dones;
        {
            const std::lock_guard lock(mMutex);
            dones = takeDones(mQueue.finished());
        }
        finish(std::move(dones), outcome);
    }
}

VoiceAnnouncer::Outcome VoiceAnnouncer::say(const core::CallWords& call, int times) {
    const auto said = core::announcementOf(call, mWords, mOptions);
    if (!said) return tl::unexpected(said.error());
    auto rendered = mVoice.render(*said, call.language, times);
    scale(rendered.samples, mVolume);
    const auto device = [](const char* code, std::string detail) {
        return core::fail(core::ErrorKind::Device, code, std::move(detail));
    };
    if (!rendered.samples.empty()) {
        const auto played = mSink->play(rendered.samples, call.number, mCancelled);
        if (mCancelled) return tl::unexpected(stopped());
        if (!played) return device("sound-failed", played.error().detail);
    }
    if (!rendered.missing.empty())
        return device("voice-missing",
                      "No clip and no synthesiser for " + rendered.missing.front());
    if (!said->unspoken.empty())
        return device("voice-unknown-word", "Not in the voice's table: " + said->unspoken.front());
    return ports::Spoken{times};
}

std::vector<ports::Announcer::Done>
VoiceAnnouncer::takeDones(const std::vector<core::CallQueue::Handle>& handles) {
    std::vector<Done> dones;
    for (const auto handle : handles) {
        const auto at = mPending.find(handle);
        if (at == mPending.end()) continue; // the destructor has taken it
        dones.push_back(std::move(at->second.done));
        mPending.erase(at);
    }
    return dones;
}

void VoiceAnnouncer::finish(std::vector<Done> dones, const Outcome& outcome) {
    for (auto& done : dones)
        mPost([done = std::move(done), outcome] { done(outcome); });
}

} // namespace menzhen::voice
