// SPDX-License-Identifier: Apache-2.0
#include "drivers/voice/voicefactory.h"

#include "drivers/voice/espeakvoice.h"
#include "drivers/voice/playersink.h"
#include "drivers/voice/program.h"
#include "drivers/voice/wavsink.h"

#include <charconv>
#include <fstream>
#include <iterator>
#include <sstream>

namespace menzhen::voice {

namespace {

constexpr const char* kForms =
    "possible are play: alsa:DEVICE pulse: command:///PROGRAM wav:///DIR none:";

struct Setting {
    std::string scheme;
    std::string rest; ///< between the scheme's colon and '?'
    core::AnnouncementOptions options;
    int volume = 100;
};

/// A site without voice: every call ends at once, said 0 times.
class SilentAnnouncer : public ports::Announcer {
public:
    explicit SilentAnnouncer(Post post) : mPost(std::move(post)) {}

    void announce(Call, Done done) override {
        mPost([done = std::move(done)] { done(ports::Spoken{0}); });
    }

    void setVolume(int) override {}

    void stop() override {}

private:
    Post mPost;
};

tl::unexpected<core::Error> wrong(const std::string& setting, const std::string& why) {
    return core::badData("voice-setting", "voice = \"" + setting + "\": " + why);
}

bool takeOption(const std::string& name, const std::string& value, Setting& out) {
    if (name == "volume") {
        const auto* end = value.data() + value.size();
        const auto [stop, failed] = std::from_chars(value.data(), end, out.volume);
        return failed == std::errc{} && stop == end && out.volume >= 0 && out.volume <= 100;
    }
    if (name == "one") {
        out.options.sayYao = value == "yao";
        return value == "yao" || value == "yi";
    }
    if (name == "name") {
        out.options.sayName = value == "yes";
        return value == "yes" || value == "no";
    }
    return false;
}

core::Result<Setting> parseSetting(const std::string& text) {
    Setting setting;
    const auto colon = text.find(':');
    if (colon == std::string::npos) return wrong(text, std::string("no scheme; ") + kForms);
    setting.scheme = text.substr(0, colon);
    const auto question = std::min(text.find('?'), text.size());
    if (question < colon) return wrong(text, std::string("no scheme; ") + kForms);
    setting.rest = text.substr(colon + 1, question - colon - 1);
    std::istringstream options(question < text.size() ? text.substr(question + 1) : "");
    for (std::string option; std::getline(options, option, '&');) {
        const auto equals = std::min(option.find('='), option.size());
        const auto name = option.substr(0, equals);
        if (!takeOption(name, option.substr(std::min(equals + 1, option.size())), setting))
            return wrong(text, "option '" + option +
                                   "'; possible are volume=0..100, one=yi|yao, name=yes|no");
    }
    return setting;
}

/// "///PATH" -> "/PATH"; empty if it is not of that form.
std::string absolutePath(const std::string& rest) {
    return rest.starts_with("///") && rest.size() > 3 ? rest.substr(2) : "";
}

core::Result<std::unique_ptr<SoundSink>> player(const std::string& name, const char* package,
                                                std::vector<std::string> options,
                                                PlayerSink::Form form) {
    const auto program = findProgram(name);
    if (!program)
        return core::fail(core::ErrorKind::Device, "voice-player",
                          "Cannot run " + name +
                              (*package ? std::string(" (package ") + package + ")" : ""));
    options.insert(options.begin(), program->string());
    return std::make_unique<PlayerSink>(std::move(options), form);
}

core::Result<std::unique_ptr<SoundSink>> makeSink(const std::string& text, const Setting& setting) {
    const auto& scheme = setting.scheme;
    if (scheme == "wav") {
        const auto folder = absolutePath(setting.rest);
        if (folder.empty()) return wrong(text, "expected wav:///DIR with an absolute path");
        auto sink = WavSink::open(folder);
        if (!sink) return tl::unexpected(sink.error());
        return std::make_unique<WavSink>(*std::move(sink));
    }
    if (scheme == "command") {
        const auto program = absolutePath(setting.rest);
        if (program.empty())
            return wrong(text, "expected command:///PROGRAM with an absolute path");
        return player(program, "", {}, PlayerSink::Form::Wav);
    }
    if (scheme == "alsa") {
        if (setting.rest.empty())
            return wrong(text, "expected alsa:DEVICE, as aplay -L lists them");
        return player("aplay", "alsa-utils", {"-q", "-D", setting.rest, "-"},
                      PlayerSink::Form::Wav);
    }
    if (scheme != "play" && scheme != "pulse")
        return wrong(text, "unknown scheme '" + scheme + "'; " + kForms);
    if (!setting.rest.empty()) return wrong(text, "nothing stands behind " + scheme + ":");
    if (scheme == "play") return player("aplay", "alsa-utils", {"-q", "-"}, PlayerSink::Form::Wav);
    return player("pacat", "pulseaudio-utils",
                  {"--playback", "--raw", "--format=s16le", "--channels=1",
                   "--rate=" + std::to_string(kRateHz)},
                  PlayerSink::Form::Raw);
}

std::string textOf(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

core::Result<core::SpokenWords> readWords(const std::filesystem::path& resources, bool names) {
    const auto path = resources / "pinyin.txt";
    auto words = core::SpokenWords::parse(textOf(path), path.string());
    if (!words || !names) return words;
    const auto namesPath = resources / "surnames.txt";
    auto surnames = core::SpokenWords::parsePart(textOf(namesPath), namesPath.string());
    if (!surnames) return surnames;
    words->add(*surnames);
    return words;
}

} // namespace

core::Result<std::unique_ptr<ports::Announcer>>
makeAnnouncer(const std::string& text, const std::filesystem::path& resources, Post post) {
    const auto setting = parseSetting(text);
    if (!setting) return tl::unexpected(setting.error());
    if (setting->scheme == "none") {
        if (!setting->rest.empty()) return wrong(text, "nothing stands behind none:");
        return std::make_unique<SilentAnnouncer>(std::move(post));
    }
    auto sink = makeSink(text, *setting);
    if (!sink) return tl::unexpected(sink.error());
    auto words = readWords(resources, setting->options.sayName);
    if (!words) return tl::unexpected(words.error());
    Synthesise synthesise;
    if (auto espeak = EspeakVoice::find())
        synthesise = [voice = *std::move(espeak)](const auto& word, auto language) {
            return voice.say(word, language);
        };
    auto announcer = std::make_unique<VoiceAnnouncer>(*std::move(sink), *std::move(words),
                                                      setting->options, resources / "clips",
                                                      std::move(synthesise), std::move(post));
    announcer->setVolume(setting->volume);
    return announcer;
}

} // namespace menzhen::voice
