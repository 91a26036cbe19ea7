// SPDX-License-Identifier: Apache-2.0
// What a call says: one sentence for the screen and the same sentence as tokens for the voice.
//
// Order: number, then room, then what to do there (experience.md 2.2, rule 4); spoken text = screen
// text, because congruent text helps older listeners most (rule 3). Digits and letters are spoken
// one by one. A room of digits alone is a 诊室; other rooms take the words of the table.
#pragma once

#include "app/core/result.h"
#include "app/core/spokenwords.h"

#include <string>
#include <vector>

namespace menzhen::core {

enum class SpokenLanguage { Chinese, English };

/// The facts of one call, as a board row carries them.
struct CallWords {
    std::string number;     ///< as printed: "C047", "0012", "C12-03"; A-Z 0-9 '-', at most 16
    std::string room;       ///< as on the door: "301", "采血1", "DR1"; at most 48 bytes of UTF-8
    std::string maskedName; ///< "张*三"; left out unless the options say otherwise
    SpokenLanguage language = SpokenLanguage::Chinese;
    bool neutral = false; ///< a sensitive department: never any name, whatever the options say

    friend bool operator==(const CallWords&, const CallWords&) = default;
};

/// A hospital's choices; the default is the number alone.
struct AnnouncementOptions {
    bool sayName = false; ///< the masked name in sentence and speech ('*' is spoken 某)
    bool sayYao = false;  ///< "一" as 幺 in numbers and rooms
};

struct Announcement {
    std::string sentence;            ///< for the screen
    std::vector<std::string> tokens; ///< for the voice, in order; each stands in the table
    /// Parts of the room that the table cannot speak. Not empty: the tokens say "看屏幕" (please
    /// look at the screen) in place of the room, since half a room would send somebody astray.
    std::vector<std::string> unspoken;
};

/// Errors: Data "call-number" (empty, too long or other characters), Data "call-room" (empty,
/// too long or no UTF-8).
Result<Announcement> announcementOf(const CallWords& call, const SpokenWords& words,
                                    const AnnouncementOptions& options);

} // namespace menzhen::core
