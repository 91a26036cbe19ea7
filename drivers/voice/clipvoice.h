// SPDX-License-Identifier: Apache-2.0
// Joins clips into one piece of sound: chime, pause, sentence, 1 s, sentence.
// Lengths: experience.md 2.2 rule 3. Clips come from CLIPS/zh/TOKEN.wav and CLIPS/en/TOKEN.wav; the
// letters are English in both languages. Without a clip the synthesiser is asked.
// Thread: one at a time (it remembers what it read).
#pragma once

#include "app/core/announcement.h"
#include "drivers/voice/wavclip.h"

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace menzhen::voice {

inline constexpr int kAfterChimeMs = 400;
inline constexpr int kBetweenTimesMs = 1000;
inline constexpr int kBetweenWordsMs = 40; ///< with the clips' lengths: about 4 characters a second

/// Chime, pause, sentence; for each further time 1 s and the sentence. With no words the chime
/// alone.
Samples joined(const Samples& chime, const std::vector<Samples>& words, int times);

/// A synthesiser, or empty where there is none.
using Synthesise =
    std::function<core::Result<Samples>(const core::SpokenWord&, core::SpokenLanguage)>;

class ClipVoice {
public:
    /// `words` must outlive this.
    ClipVoice(std::filesystem::path clips, const core::SpokenWords& words, Synthesise synthesise);

    struct Rendered {
        Samples samples;
        std::vector<std::string>
            missing; ///< tokens that nothing could say; then it is the chime alone
    };

    Rendered render(const core::Announcement& said, core::SpokenLanguage language, int times);

private:
    std::filesystem::path mClips;
    const core::SpokenWords& mWords;
    Synthesise mSynthesise;
    Samples mChime;                        ///< empty where CLIPS/chime.wav is missing
    std::map<std::string, Samples> mKnown; ///< at most two per row of the table

    core::Result<Samples> wordOf(const std::string& token, core::SpokenLanguage language);
};

} // namespace menzhen::voice
