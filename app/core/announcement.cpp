// SPDX-License-Identifier: Apache-2.0
#include "app/core/announcement.h"

#include "app/core/ascii.h"
#include "app/core/utf8.h"

#include <algorithm>

namespace menzhen::core {

namespace {

constexpr std::size_t kMaxNumber = 16;
constexpr std::size_t kMaxRoom = 48;
constexpr std::size_t kMaxNameTokens = 6;

bool isUpper(char c) {
    return c >= 'A' && c <= 'Z';
}

bool isLower(char c) {
    return c >= 'a' && c <= 'z';
}

bool isLatin(char c) {
    return isDigit(c) || isUpper(c) || isLower(c);
}

/// The first character of UTF-8 text, whole.
std::string_view firstCharacter(std::string_view text) {
    std::size_t size = 1;
    while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80)
        ++size;
    return text.substr(0, size);
}

/// Token of one digit, letter or dash; empty for anything else.
std::string spelled(char c, const AnnouncementOptions& options) {
    if (c == '1' && options.sayYao) return "yao";
    if (isDigit(c)) return std::string("digit-") + c;
    if (isUpper(c)) return std::string("letter-") + c;
    if (isLower(c)) return std::string("letter-") + static_cast<char>(c - 'a' + 'A');
    return c == '-' ? "gang" : "";
}

void spell(std::string_view text, const AnnouncementOptions& options,
           std::vector<std::string>& tokens) {
    for (const char c : text)
        tokens.push_back(spelled(c, options));
}

/// Chinese beside Latin letters or digits is set off by a space.
void append(std::string& sentence, std::string_view piece) {
    if (piece.empty()) return;
    if (!sentence.empty() && sentence.back() != ' ' &&
        isLatin(sentence.back()) != isLatin(piece[0]))
        sentence += ' ';
    sentence += piece;
}

/// A room's name taken apart.
struct Place {
    std::vector<std::string> tokens; ///< of the name itself
    std::string english;             ///< the name in English, "pharmacy window 3"
    const SpokenWord* after = nullptr;
    const SpokenWord* action = nullptr;
    bool named = false; ///< holds a word, not only digits and letters
    std::vector<std::string> unspoken;
};

void addUnspoken(Place& place, std::string_view character) {
    if (place.unspoken.empty())
        place.unspoken.emplace_back(character);
    else
        place.unspoken.back() += character;
}

void addWord(Place& place, const SpokenWord& word, const SpokenWords& words) {
    place.named = true;
    place.tokens.push_back(word.token);
    if (!place.after) place.after = words.find(word.after);
    if (!place.action) place.action = words.find(word.action);
}

/// The room as Chinese says it: words whole, the rest spelled.
Place chinesePlace(std::string_view room, const SpokenWords& words,
                   const AnnouncementOptions& options) {
    Place place;
    for (auto rest = room; !rest.empty();) {
        const auto* word = words.longestAt(rest);
        if (word && !word->pinyin.empty()) {
            addWord(place, *word, words);
            rest.remove_prefix(word->characters.size());
            continue;
        }
        const auto character = firstCharacter(rest);
        if (auto token = spelled(character[0], options); !token.empty())
            place.tokens.push_back(std::move(token));
        else if (character != " ")
            addUnspoken(place, character);
        rest.remove_prefix(character.size());
    }
    if (!place.named) {
        place.after = words.find("zhen-shi");
        place.action = words.find("jiu-zhen");
    }
    const auto& tokens = place.tokens;
    if (place.after && std::find(tokens.begin(), tokens.end(), place.after->token) != tokens.end())
        place.after = nullptr; // 采血窗口1 says its 窗口 already
    return place;
}

/// The room in English, words before digits: 3诊室 and 诊室3 are both "room 3". Latin words without
/// English are spelled, so "DR1" stays "room DR1"; 号 is not translated.
Place englishPlace(std::string_view room, const SpokenWords& words) {
    Place place;
    std::string spelt;
    std::vector<std::string> speltTokens;
    for (auto rest = room; !rest.empty();) {
        const auto* word = words.longestAt(rest);
        const bool numeral = word && word->token.starts_with("digit-");
        const bool silent = word && word->token == "hao";
        const bool known = word && (!word->english.empty() || silent);
        const auto part = known ? std::string_view(word->characters) : firstCharacter(rest);
        const auto character = numeral ? std::string_view(word->token).substr(6) : part;
        if (known && !numeral && !silent) {
            place.english += (place.english.empty() ? "" : " ") + word->english;
            place.tokens.push_back(word->token);
        } else if (auto token = spelled(character[0], {}); !token.empty()) {
            spelt += character;
            speltTokens.push_back(std::move(token));
        } else if (part != " " && !silent) {
            addUnspoken(place, part);
        }
        rest.remove_prefix(part.size());
    }
    if (place.tokens.empty()) {
        place.tokens.emplace_back("room");
        place.english = "room";
    }
    if (!spelt.empty()) place.english += " " + spelt;
    place.tokens.insert(place.tokens.end(), speltTokens.begin(), speltTokens.end());
    return place;
}

/// Tokens of a masked name: known characters as they are, hidden and unknown ones as 某. Empty when
/// the surname is unknown: a wrong surname is worse than none.
std::vector<std::string> nameTokens(std::string_view name, const SpokenWords& words) {
    std::vector<std::string> tokens;
    while (!name.empty() && tokens.size() < kMaxNameTokens) {
        const auto* word = words.longestAt(name);
        const bool known = word && !word->pinyin.empty();
        if (!known && tokens.empty()) return {};
        tokens.push_back(known ? word->token : "mou");
        name.remove_prefix(known ? word->characters.size() : firstCharacter(name).size());
    }
    return tokens;
}

Announcement chinese(const CallWords& call, const SpokenWords& words,
                     const AnnouncementOptions& options) {
    Announcement said;
    auto& tokens = said.tokens;
    said.sentence = "请";
    tokens.push_back("qing");
    append(said.sentence, call.number);
    spell(call.number, options, tokens);
    append(said.sentence, "号");
    tokens.push_back("hao");
    if (options.sayName && !call.neutral && !call.maskedName.empty()) {
        said.sentence += " " + call.maskedName + " ";
        const auto name = nameTokens(call.maskedName, words);
        tokens.insert(tokens.end(), name.begin(), name.end());
    }
    const auto place = chinesePlace(call.room, words, options);
    append(said.sentence, "到");
    append(said.sentence, call.room);
    for (const auto* word : {place.after, place.action})
        if (word) append(said.sentence, word->characters);
    said.unspoken = place.unspoken;
    if (!place.unspoken.empty()) {
        tokens.push_back("kan-ping-mu");
        return said;
    }
    tokens.push_back("dao");
    tokens.insert(tokens.end(), place.tokens.begin(), place.tokens.end());
    for (const auto* word : {place.after, place.action})
        if (word) tokens.push_back(word->token);
    return said;
}

Announcement english(const CallWords& call, const SpokenWords& words) {
    Announcement said;
    auto& tokens = said.tokens;
    const auto place = englishPlace(call.room, words);
    said.unspoken = place.unspoken;
    tokens.push_back("number");
    spell(call.number, {}, tokens);
    said.sentence = "Number " + call.number + ", please go to ";
    if (!place.unspoken.empty()) {
        said.sentence += call.room; // as on the door
        tokens.push_back("kan-ping-mu");
        return said;
    }
    said.sentence += place.english;
    tokens.push_back("please-go-to");
    tokens.insert(tokens.end(), place.tokens.begin(), place.tokens.end());
    return said;
}

} // namespace

Result<Announcement> announcementOf(const CallWords& call, const SpokenWords& words,
                                    const AnnouncementOptions& options) {
    const auto& number = call.number;
    const bool clean = std::all_of(number.begin(), number.end(),
                                   [](char c) { return isDigit(c) || isUpper(c) || c == '-'; });
    if (number.empty() || number.size() > kMaxNumber || !clean)
        return badData("call-number", "A called number is 1 to 16 of A-Z, 0-9 and '-'.");
    if (call.room.empty() || call.room.size() > kMaxRoom || !isUtf8(call.room))
        return badData("call-room", "A called room is 1 to 48 bytes of UTF-8.");
    return call.language == SpokenLanguage::English ? english(call, words)
                                                    : chinese(call, words, options);
}

} // namespace menzhen::core
