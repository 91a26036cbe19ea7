// SPDX-License-Identifier: Apache-2.0
// espeak-ng as a synthesiser for words without a clip. It is GPL: run as a program, never linked.
// Debian 12's 1.51 cannot read Chinese characters (voice "cmn" spells them in English), so it is
// fed pinyin with voice "cmn-latn-pinyin"; English and single letters go to "en-us". Thread: any;
// say() waits for the program.
#pragma once

#include "app/core/announcement.h"
#include "drivers/voice/wavclip.h"

#include <filesystem>
#include <optional>
#include <string>

namespace menzhen::voice {

class EspeakVoice {
public:
    static constexpr int kDeadlineMs = 3000; ///< one sentence takes 20 to 60 ms

    explicit EspeakVoice(std::filesystem::path program) : mProgram(std::move(program)) {}

    /// Nothing when espeak-ng is not installed.
    static std::optional<EspeakVoice> find();

    /// The word, trimmed. Errors: Data "no-reading" (the table has none in this language), those of
    /// runProgram() and parseWav().
    core::Result<Samples> say(const core::SpokenWord& word, core::SpokenLanguage language) const;

private:
    std::filesystem::path mProgram;
};

} // namespace menzhen::voice
