// SPDX-License-Identifier: Apache-2.0
#include "drivers/voice/voiceannouncer.h"

#include "tests/drivers/voice/voicebench.h"

#include <gmock/gmock.h>
#include <set>

using namespace menzhen;
using namespace menzhen::voice;
using testing::ElementsAre;

namespace {

/// A loudspeaker that plays until the test lets it end.
class HeldSink : public SoundSink {
public:
    struct Shared {
        std::mutex mutex;
        std::condition_variable wake;
        int allowed = 0;
        int inside = 0;
        bool overlapped = false;
        bool broken = false;
        std::vector<std::string> numbers;
        std::vector<Samples> played;
    };

    explicit HeldSink(std::shared_ptr<Shared> shared) : mShared(std::move(shared)) {}

    core::Result<void> play(const Samples& samples, const std::string& number,
                            const std::atomic<bool>& cancelled) override {
        std::unique_lock lock(mShared->mutex);
        mShared->overlapped = mShared->overlapped || mShared->inside > 0;
        ++mShared->inside;
        mShared->numbers.push_back(number);
        mShared->played.push_back(samples);
        mShared->wake.notify_all();
        while (mShared->allowed == 0 && !cancelled)
            mShared->wake.wait_for(lock, std::chrono::milliseconds(5));
        if (mShared->allowed > 0) --mShared->allowed;
        --mShared->inside;
        if (mShared->broken)
            return core::fail(core::ErrorKind::Device, "program-failed", "aplay: exit 1");
        return {};
    }

private:
    std::shared_ptr<Shared> mShared;
};

class VoiceAnnouncerTest : public testing::Test {
protected:
    std::unique_ptr<VoiceAnnouncer> make(Synthesise synthesise = {},
                                         const std::filesystem::path& clips = kClips) {
        return std::make_unique<VoiceAnnouncer>(std::make_unique<HeldSink>(sink), shippedWords(),
                                                core::AnnouncementOptions{}, clips,
                                                std::move(synthesise), posts.post());
    }

    static ports::Announcer::Call call(const std::string& id, const std::string& number,
                                       const std::string& room = "301") {
        return {id, {number, room, "张*", core::SpokenLanguage::Chinese, false}};
    }

    ports::Announcer::Done done(const std::string& id) {
        return [this, id](const core::Result<ports::Spoken>& result) {
            outcomes[id] = result ? "said " + std::to_string(result->times) : result.error().code;
            ++dones[id];
        };
    }

    void allow(int count) {
        const std::lock_guard lock(sink->mutex);
        sink->allowed += count;
        sink->wake.notify_all();
    }

    bool waitPlaying() {
        std::unique_lock lock(sink->mutex);
        return sink->wake.wait_for(lock, std::chrono::seconds(20),
                                   [&] { return sink->inside > 0; });
    }

    std::shared_ptr<HeldSink::Shared> sink = std::make_shared<HeldSink::Shared>();
    Posts posts;
    std::map<std::string, std::string> outcomes;
    std::map<std::string, int> dones;
};

} // namespace

TEST_F(VoiceAnnouncerTest, TwentyCallsAreAllSaidOneAfterTheOther) {
    auto announcer = make();
    for (int i = 0; i < 20; ++i)
        announcer->announce(
            call(std::to_string(i), std::string("C").append(std::to_string(100 + i))),
            done(std::to_string(i)));
    EXPECT_TRUE(outcomes.empty()) << "done comes later than announce() returns";
    allow(20);
    ASSERT_TRUE(posts.runUntil([&] { return outcomes.size() == 20; }));
    EXPECT_EQ(sink->numbers.size(), 20u);
    EXPECT_EQ(sink->numbers.front(), "C100");
    EXPECT_EQ(sink->numbers.back(), "C119");
    EXPECT_FALSE(sink->overlapped);
    EXPECT_EQ(outcomes["10"], "said 1") << "many waited";
    EXPECT_EQ(outcomes["19"], "said 2");
    EXPECT_LT(sink->played[10].size(), sink->played[19].size());
}

TEST_F(VoiceAnnouncerTest, DoublesEndTogether) {
    auto announcer = make();
    announcer->announce(call("a", "C001"), done("a"));
    ASSERT_TRUE(waitPlaying());
    announcer->announce(call("b", "C002"), done("b"));
    announcer->announce(call("c", "C002"), done("c"));
    announcer->announce(call("d", "C003", "1"), done("d"));
    announcer->announce(call("e", "C003", "2"), done("e"));
    allow(3);
    ASSERT_TRUE(posts.runUntil([&] { return outcomes.size() == 5; }));
    EXPECT_THAT(sink->numbers, ElementsAre("C001", "C002", "C003"));
    EXPECT_EQ(outcomes["b"], "said 2");
    EXPECT_EQ(outcomes["c"], "said 2");
    EXPECT_EQ(outcomes["d"], "call-overtaken");
    EXPECT_EQ(outcomes["e"], "said 2");
}

TEST_F(VoiceAnnouncerTest, StopIsSilenceAndThenGoesOn) {
    auto announcer = make();
    announcer->announce(call("a", "C001"), done("a"));
    ASSERT_TRUE(waitPlaying());
    announcer->announce(call("b", "C002"), done("b"));
    announcer->stop();
    ASSERT_TRUE(posts.runUntil([&] { return outcomes.size() == 2; }));
    EXPECT_EQ(outcomes["a"], "announcer-stopped");
    EXPECT_EQ(outcomes["b"], "announcer-stopped");
    announcer->announce(call("c", "C003"), done("c"));
    allow(1);
    ASSERT_TRUE(posts.runUntil([&] { return outcomes.size() == 3; }));
    EXPECT_EQ(outcomes["c"], "said 2");
}

TEST_F(VoiceAnnouncerTest, TheEndOfTheProgramEndsEveryCallOnce) {
    auto announcer = make();
    for (const auto* id : {"a", "b", "c"})
        announcer->announce(call(id, std::string("C") + static_cast<char>(id[0] - 32)), done(id));
    ASSERT_TRUE(waitPlaying());
    announcer.reset();
    for (const auto* id : {"a", "b", "c"}) {
        EXPECT_EQ(outcomes[id], "announcer-stopped");
        EXPECT_EQ(dones[id], 1);
    }
}

TEST_F(VoiceAnnouncerTest, WhatCannotBeSaidIsReported) {
    const ScratchFolder folder;
    std::filesystem::copy(kClips / "chime.wav", folder.path() / "chime.wav");
    auto announcer = make({}, folder.path());
    allow(1);
    announcer->announce(call("a", "C001"), done("a"));
    announcer->announce(call("b", "c?"), done("b"));
    announcer->announce(call("c", "C001", ""), done("c"));
    ASSERT_TRUE(posts.runUntil([&] { return outcomes.size() == 3; }));
    EXPECT_EQ(outcomes["a"], "voice-missing");
    EXPECT_EQ(outcomes["b"], "call-number");
    EXPECT_EQ(outcomes["c"], "call-room");
    EXPECT_THAT(sink->numbers, ElementsAre("C001"));
    EXPECT_EQ(sink->played.front(), *readWavFile(kClips / "chime.wav"));
}

TEST_F(VoiceAnnouncerTest, UnknownRoomsAndBrokenLoudspeakersAreReported) {
    auto announcer = make();
    allow(2);
    announcer->announce(call("a", "C001", "牙椅1"), done("a"));
    ASSERT_TRUE(posts.runUntil([&] { return outcomes.size() == 1; }));
    EXPECT_EQ(outcomes["a"], "voice-unknown-word");
    sink->broken = true;
    announcer->announce(call("b", "C002"), done("b"));
    ASSERT_TRUE(posts.runUntil([&] { return outcomes.size() == 2; }));
    EXPECT_EQ(outcomes["b"], "sound-failed");
}

TEST_F(VoiceAnnouncerTest, TheVolumeLowersEverySample) {
    auto announcer = make();
    allow(2);
    announcer->announce(call("a", "C001"), done("a"));
    ASSERT_TRUE(posts.runUntil([&] { return outcomes.size() == 1; }));
    announcer->setVolume(50);
    announcer->announce(call("b", "C001"), done("b"));
    ASSERT_TRUE(posts.runUntil([&] { return outcomes.size() == 2; }));
    auto half = sink->played[0];
    scale(half, 50);
    EXPECT_EQ(sink->played[1], half);
}
