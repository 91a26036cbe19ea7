// SPDX-License-Identifier: Apache-2.0
#include "drivers/voice/voicefactory.h"

#include "drivers/voice/program.h"
#include "tests/drivers/voice/voicebench.h"

#include <algorithm>
#include <gmock/gmock.h>

using namespace menzhen;
using namespace menzhen::voice;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

ports::Announcer::Call call(const std::string& number) {
    return {"op-" + number, {number, "301", "张*三", core::SpokenLanguage::Chinese, false}};
}

std::string errorOf(const std::string& setting) {
    const auto announcer = makeAnnouncer(setting, kVoiceFolder, [](const auto&) {});
    return announcer ? "" : announcer.error().code + " " + announcer.error().detail;
}

/// Announces one call and gives what `done` got.
std::string announced(ports::Announcer& announcer, Posts& posts, const std::string& number) {
    std::string outcome;
    announcer.announce(call(number), [&](const core::Result<ports::Spoken>& result) {
        outcome = result ? "said " + std::to_string(result->times)
                         : result.error().code + " " + result.error().detail;
    });
    EXPECT_TRUE(posts.runUntil([&] { return !outcome.empty(); }));
    return outcome;
}

std::vector<std::string> filesIn(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace

TEST(VoiceFactory, WavWritesEachCallAndGoesOnCounting) {
    const ScratchFolder folder;
    const auto setting = "wav://" + folder.path().string() + "/calls";
    Posts posts;
    {
        auto announcer = makeAnnouncer(setting, kVoiceFolder, posts.post());
        ASSERT_TRUE(announcer) << announcer.error().detail;
        EXPECT_EQ(announced(**announcer, posts, "C047"), "said 2");
        EXPECT_EQ(announced(**announcer, posts, "C12-03"), "said 2");
    }
    auto again = makeAnnouncer(setting, kVoiceFolder, posts.post());
    ASSERT_TRUE(again);
    EXPECT_EQ(announced(**again, posts, "C047"), "said 2");
    EXPECT_THAT(filesIn(folder.path() / "calls"),
                ElementsAre("001-C047.wav", "002-C12-03.wav", "003-C047.wav"));
    const auto first = readWavFile(folder.path() / "calls/001-C047.wav");
    ASSERT_TRUE(first);
    EXPECT_EQ(*first, *readWavFile(folder.path() / "calls/003-C047.wav"));
    const auto words = shippedWords();
    const auto said = core::announcementOf(call("C047").words, words, {}).value();
    ClipVoice voice(kClips, words, {});
    EXPECT_EQ(*first, voice.render(said, core::SpokenLanguage::Chinese, 2).samples);
}

TEST(VoiceFactory, CommandPlaysThroughAProgram) {
    const ScratchFolder folder;
    const auto player = folder.path() / "player";
    std::ofstream(player) << "#!/bin/sh\ncat > '" << folder.path().string() << "/heard.wav'\n";
    std::filesystem::permissions(player, std::filesystem::perms::owner_all);
    Posts posts;
    auto announcer = makeAnnouncer("command://" + player.string(), kVoiceFolder, posts.post());
    ASSERT_TRUE(announcer) << announcer.error().detail;
    EXPECT_EQ(announced(**announcer, posts, "C047"), "said 2");
    EXPECT_TRUE(readWavFile(folder.path() / "heard.wav"));
    std::ofstream(player) << "#!/bin/sh\nexit 2\n";
    EXPECT_THAT(announced(**announcer, posts, "C047"), HasSubstr("sound-failed"));
}

TEST(VoiceFactory, OptionsChangeWhatIsSaid) {
    const ScratchFolder folder;
    Posts posts;
    const auto samples = [&](const std::string& options) {
        const auto target = folder.path() / std::to_string(filesIn(folder.path()).size());
        auto announcer =
            makeAnnouncer("wav://" + target.string() + options, kVoiceFolder, posts.post());
        EXPECT_TRUE(announcer) << announcer.error().detail;
        EXPECT_EQ(announced(**announcer, posts, "C111"), "said 2");
        return readWavFile(target / "001-C111.wav").value();
    };
    const auto plain = samples("");
    EXPECT_EQ(samples("?volume=100&one=yi&name=no"), plain);
    EXPECT_NE(samples("?one=yao"), plain);
    EXPECT_EQ(samples("?volume=0"), Samples(plain.size(), 0));
    if (!findProgram("espeak-ng")) return; // which speaks the surname
    EXPECT_GT(samples("?name=yes").size(), plain.size());
}

TEST(VoiceFactory, NoneIsSilentAndEndsAtOnce) {
    Posts posts;
    auto announcer = makeAnnouncer("none:", kVoiceFolder, posts.post());
    ASSERT_TRUE(announcer);
    EXPECT_EQ(announced(**announcer, posts, "C047"), "said 0");
}

TEST(VoiceFactory, ErrorsSayWhatIsPossible) {
    EXPECT_THAT(errorOf(""),
                HasSubstr("voice-setting voice = \"\": no scheme; possible are play:"));
    EXPECT_THAT(errorOf("loud"), HasSubstr("no scheme"));
    EXPECT_THAT(errorOf("?a:b"), HasSubstr("no scheme"));
    EXPECT_THAT(errorOf("mp3:///x"), HasSubstr("unknown scheme 'mp3'"));
    EXPECT_THAT(errorOf("wav://x"), HasSubstr("wav:///DIR"));
    EXPECT_THAT(errorOf("wav:"), HasSubstr("wav:///DIR"));
    EXPECT_THAT(errorOf("wav:///proc/nothing"), HasSubstr("voice-folder /proc/nothing"));
    EXPECT_THAT(errorOf("command:///no/such/player"),
                HasSubstr("voice-player Cannot run /no/such/player"));
    EXPECT_THAT(errorOf("alsa:"), HasSubstr("alsa:DEVICE"));
    EXPECT_THAT(errorOf("play:x"), HasSubstr("nothing stands behind play:"));
    EXPECT_THAT(errorOf("none:x"), HasSubstr("nothing stands behind none:"));
    EXPECT_THAT(errorOf("none:?volume=101"), HasSubstr("option 'volume=101'"));
    EXPECT_THAT(errorOf("none:?volume=1x"), HasSubstr("option"));
    EXPECT_THAT(errorOf("none:?one=un"), HasSubstr("one=yi|yao"));
    EXPECT_THAT(errorOf("none:?speed=2"), HasSubstr("option 'speed=2'"));
    EXPECT_EQ(errorOf("none:?volume=0"), "");
}

TEST(VoiceFactory, ATableThatIsMissingIsAnError) {
    const ScratchFolder empty;
    const auto setting = "wav://" + empty.path().string();
    const auto announcer = makeAnnouncer(setting, empty.path(), [](const auto&) {});
    ASSERT_FALSE(announcer);
    EXPECT_EQ(announcer.error().code, "spoken-words");
}
