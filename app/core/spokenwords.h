// SPDX-License-Identifier: Apache-2.0
// The words that a spoken call is made of. A token ("hao", "digit-4", "letter-C") names one
// recorded clip; the table says how the token is written, and how a synthesiser reads it where no
// clip exists. The table is data (resources/voice/pinyin.txt), so that a hospital adds its rooms.
#pragma once

#include "app/core/result.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace menzhen::core {

/// One row; every text is UTF-8, and empty where the file has '-'.
struct SpokenWord {
    std::string token;
    std::string characters; ///< as written on doors and screens
    std::string pinyin;     ///< syllables with tone numbers: "zhen3 shi4"
    std::string english;
    std::string after;  ///< token that follows a room named so: "窗口" after 采血1
    std::string action; ///< token of what is done there: 就诊
};

class SpokenWords {
public:
    static constexpr std::size_t kMaxBytes = 256 * 1024;
    static constexpr std::size_t kMaxRows = 2000;
    static constexpr std::size_t kMaxFieldBytes = 64;

    /// Six columns between tabs, '#' starts a comment line, a byte order mark and CRLF are taken.
    /// Error: Data "spoken-words" with `source`, line and what is wrong. Tokens are a-z A-Z 0-9 and
    /// '-', each once; every token that `after` and `action` name, and every token that sentences
    /// are made of, must be there.
    static Result<SpokenWords> parse(std::string_view text, std::string_view source);

    /// Nothing when there is no such token. The pointer lives as long as the table.
    const SpokenWord* find(std::string_view token) const;
    /// The word with the longest characters that `text` begins with; letters are left out, since
    /// those are spelled.
    const SpokenWord* longestAt(std::string_view text) const;

    const std::vector<SpokenWord>& all() const { return mWords; }

    /// Adds the rows of another table; a token or characters that are already there keep theirs.
    void add(const SpokenWords& more);
    /// Like parse(), for a table that only adds to another: no token is required to be there.
    static Result<SpokenWords> parsePart(std::string_view text, std::string_view source);

private:
    std::vector<SpokenWord> mWords;
    std::map<std::string, std::size_t, std::less<>> mByToken;
    std::map<std::string, std::size_t, std::less<>> mByCharacters;
    std::size_t mLongest = 0; ///< bytes of the longest characters
    void insert(SpokenWord word);
};

} // namespace menzhen::core
