// SPDX-License-Identifier: Apache-2.0
#include "app/core/spokenwords.h"

#include <algorithm>

namespace menzhen::core {

namespace {

constexpr std::size_t kColumns = 6;

bool isAsciiAlnum(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool isToken(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(),
                                        [](char c) { return isAsciiAlnum(c) || c == '-'; });
}

tl::unexpected<Error> wrong(std::string_view source, std::size_t line, const std::string& what) {
    return badData("spoken-words", std::string(source) + ":" + std::to_string(line) + ": " + what);
}

std::vector<std::string> fieldsOf(std::string_view line) {
    std::vector<std::string> fields(1);
    for (const char c : line) {
        if (c == '\t')
            fields.emplace_back();
        else
            fields.back() += c;
    }
    for (auto& field : fields)
        if (field == "-") field.clear();
    return fields;
}

/// Every token that a sentence may need, whatever is called.
std::vector<std::string> sentenceTokens() {
    std::vector<std::string> tokens{"qing",        "hao",      "dao",      "gang",
                                    "kan-ping-mu", "mou",      "number",   "please-go-to",
                                    "room",        "zhen-shi", "jiu-zhen", "yao"};
    for (char c = '0'; c <= '9'; ++c)
        tokens.push_back(std::string("digit-") + c);
    for (char c = 'A'; c <= 'Z'; ++c)
        tokens.push_back(std::string("letter-") + c);
    return tokens;
}

Result<SpokenWord> wordOf(std::vector<std::string> fields, std::string_view source,
                          std::size_t line) {
    if (fields.size() != kColumns)
        return wrong(source, line,
                     "expected 6 columns between tabs, found " + std::to_string(fields.size()));
    for (const auto& field : fields)
        if (field.size() > SpokenWords::kMaxFieldBytes)
            return wrong(source, line, "a column is longer than 64 bytes");
    if (!isToken(fields[0])) return wrong(source, line, "the token is not a-z A-Z 0-9 and '-'");
    if (fields[2].empty() && fields[3].empty())
        return wrong(source, line, "neither pinyin nor English is given");
    return SpokenWord{std::move(fields[0]), std::move(fields[1]), std::move(fields[2]),
                      std::move(fields[3]), std::move(fields[4]), std::move(fields[5])};
}

} // namespace

void SpokenWords::insert(SpokenWord word) {
    const auto index = mWords.size();
    mByToken.emplace(word.token, index);
    if (!word.characters.empty() && !word.token.starts_with("letter-")) {
        mLongest = std::max(mLongest, word.characters.size());
        mByCharacters.emplace(word.characters, index); // the first row of the same writing wins
    }
    mWords.push_back(std::move(word));
}

Result<SpokenWords> SpokenWords::parsePart(std::string_view text, std::string_view source) {
    if (text.size() > kMaxBytes) return wrong(source, 1, "the file is larger than 256 KiB");
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    SpokenWords words;
    for (std::size_t line = 1; !text.empty(); ++line) {
        const auto end = std::min(text.find('\n'), text.size());
        auto row = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (row.ends_with('\r')) row.remove_suffix(1);
        if (row.empty() || row.starts_with('#')) continue;
        auto word = wordOf(fieldsOf(row), source, line);
        if (!word) return tl::unexpected(word.error());
        if (words.find(word->token))
            return wrong(source, line, "token stands twice: " + word->token);
        if (words.mWords.size() == kMaxRows) return wrong(source, line, "more than 2000 words");
        words.insert(*std::move(word));
    }
    return words;
}

Result<SpokenWords> SpokenWords::parse(std::string_view text, std::string_view source) {
    auto words = parsePart(text, source);
    if (!words) return words;
    for (const auto& token : sentenceTokens())
        if (!words->find(token)) return wrong(source, 1, "the token is missing: " + token);
    for (const auto& word : words->all())
        for (const auto& other : {word.after, word.action})
            if (!other.empty() && !words->find(other))
                return wrong(source, 1, word.token + " names a token that is not there: " + other);
    return words;
}

void SpokenWords::add(const SpokenWords& more) {
    for (const auto& word : more.mWords)
        if (!find(word.token)) insert(word);
}

const SpokenWord* SpokenWords::find(std::string_view token) const {
    const auto at = mByToken.find(token);
    return at == mByToken.end() ? nullptr : &mWords[at->second];
}

const SpokenWord* SpokenWords::longestAt(std::string_view text) const {
    for (auto size = std::min(mLongest, text.size()); size > 0; --size) {
        const auto at = mByCharacters.find(text.substr(0, size));
        if (at != mByCharacters.end()) return &mWords[at->second];
    }
    return nullptr;
}

} // namespace menzhen::core
