// SPDX-License-Identifier: Apache-2.0
#include "app/core/idnumber.h"

#include "app/core/ascii.h"
#include "app/core/check.h"

#include <algorithm>
#include <array>

namespace menzhen::core {

namespace {

constexpr std::size_t oldLength = 15;
constexpr std::size_t newLength = 18;
constexpr std::string_view demoPrefix = "999999";
/// The old foreign form was last issued on 30 November 2023, so a later yymmdd means 19yy.
constexpr int lastOldForeignBirth = 231130;

bool isLetter(char c) {
    return c >= 'A' && c <= 'Z';
}

bool isBlank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

int number(std::string_view digits) {
    int value = 0;
    for (const char c : digits)
        value = value * 10 + (c - '0');
    return value;
}

std::string trimmedUpper(std::string_view text) {
    while (!text.empty() && isBlank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isBlank(text.back()))
        text.remove_suffix(1);
    std::string upper(text);
    for (char& c : upper)
        if (c >= 'a' && c <= 'z') c = char(c - 'a' + 'A');
    return upper;
}

/// First level of GB/T 2260; 83 is used for residence permits of Taiwan residents beside 71.
bool isRegion(std::string_view twoDigits) {
    static constexpr std::array known{11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34,
                                      35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52,
                                      53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83};
    return std::find(known.begin(), known.end(), number(twoDigits)) != known.end();
}

tl::unexpected<Error> badCharacter() {
    return badData("id-character", "an identity number has digits only, and X only at the end; "
                                   "type it again without spaces");
}

tl::unexpected<Error> badCheck() {
    return badData("id-check-digit", "a digit is mistyped or two are swapped; "
                                     "compare the number with the card and type it again");
}

tl::unexpected<Error> badRegion() {
    return badData("id-region", "the number begins with a place that does not exist; "
                                "compare its first digits with the card");
}

Result<Day> checkedBirth(Day birth, std::optional<Day> today) {
    if (!isDay(birth))
        return badData("id-birth-date", "the birth date in the number does not exist; "
                                        "compare the digits in its middle with the card");
    if (today && birth > *today)
        return badData("id-birth-future", "the birth date in the number is still to come; "
                                          "compare the digits in its middle with the card");
    return birth;
}

Sex sexOf(char sequenceDigit) {
    return (sequenceDigit - '0') % 2 != 0 ? Sex::Male : Sex::Female;
}

/// ICAO 9303 part 3: letters count from A = 10, weights 7, 3, 1 over and over, modulo 10.
char icaoCheckDigit(std::string_view text) {
    static constexpr std::array weights{7, 3, 1};
    int sum = 0;
    for (std::size_t i = 0; i < text.size(); ++i)
        sum += (isDigit(text[i]) ? text[i] - '0' : text[i] - 'A' + 10) * weights[i % 3];
    return char('0' + sum % 10);
}

/// The kind by the first digits; nothing when no such place exists.
std::optional<IdKind> kindOf(std::string_view digits) {
    if (digits.starts_with(demoPrefix)) return IdKind::Demo;
    if (digits[0] == '9')
        return isRegion(digits.substr(1, 2)) ? std::optional(IdKind::ForeignResident)
                                             : std::nullopt;
    if (!isRegion(digits.substr(0, 2))) return std::nullopt;
    return digits[0] == '8' ? IdKind::ResidencePermit : IdKind::Resident;
}

Result<IdNumber> parseNew(const std::string& text, std::optional<Day> today) {
    const std::string_view body = std::string_view(text).substr(0, newLength - 1);
    const bool whole = std::all_of(body.begin(), body.end(), isDigit) &&
                       (isDigit(text.back()) || text.back() == 'X');
    if (!whole) return badCharacter();
    const auto kind = kindOf(text);
    if (!kind) return badRegion();
    const auto birth = checkedBirth(number(body.substr(6, 8)), today);
    if (!birth) return tl::unexpected(birth.error());
    if (idCheckCharacter(body) != text.back()) return badCheck();
    return IdNumber{*kind, text, *birth, sexOf(text[16])};
}

Result<IdNumber> parseOld(const std::string& text, std::optional<Day> today) {
    if (!isRegion(std::string_view(text).substr(0, 2)) || text[0] == '8') return badRegion();
    std::string digits = text.substr(0, 6) + "19" + text.substr(6);
    const auto birth = checkedBirth(number(std::string_view(digits).substr(6, 8)), today);
    if (!birth) return tl::unexpected(birth.error());
    digits += idCheckCharacter(digits);
    return IdNumber{IdKind::ResidentOld, digits, *birth, sexOf(text[14])};
}

Result<IdNumber> parseOldForeign(const std::string& text, std::optional<Day> today) {
    const std::string_view view = text;
    if (!std::all_of(view.begin(), view.begin() + 3, isLetter) ||
        !std::all_of(view.begin() + 3, view.end(), isDigit))
        return badCharacter();
    if (!isRegion(view.substr(3, 2))) return badRegion();
    const int shortBirth = number(view.substr(7, 6));
    const int century = shortBirth <= lastOldForeignBirth ? 20000000 : 19000000;
    const auto birth = checkedBirth(century + shortBirth, today);
    if (!birth) return tl::unexpected(birth.error());
    if (icaoCheckDigit(view.substr(0, oldLength - 1)) != text.back()) return badCheck();
    return IdNumber{IdKind::ForeignResidentOld, text, *birth, sexOf(text[13])};
}

} // namespace

char idCheckCharacter(std::string_view digits17) {
    MENZHEN_CHECK(digits17.size() == newLength - 1 &&
                      std::all_of(digits17.begin(), digits17.end(), isDigit),
                  "idCheckCharacter: not 17 digits");
    // MOD 11-2 says: double and add, digit by digit; the check character makes the whole sum 1.
    int product = 0;
    for (const char c : digits17)
        product = (product + (c - '0')) * 2 % 11;
    const int check = (12 - product) % 11;
    return check == 10 ? 'X' : char('0' + check);
}

Result<IdNumber> parseIdNumber(std::string_view text, std::optional<Day> today) {
    MENZHEN_CHECK(!today || isDay(*today), "parseIdNumber: today is not a day");
    const std::string typed = trimmedUpper(text);
    if (!std::all_of(typed.begin(), typed.end(), [](char c) { return isDigit(c) || isLetter(c); }))
        return badCharacter();
    if (typed.size() == newLength) return parseNew(typed, today);
    if (typed.size() != oldLength)
        return badData("id-length", "an identity number has 18 characters (older ones 15); "
                                    "this has " +
                                        std::to_string(typed.size()));
    return std::all_of(typed.begin(), typed.end(), isDigit) ? parseOld(typed, today)
                                                            : parseOldForeign(typed, today);
}

std::string_view toText(IdKind kind) {
    switch (kind) {
    case IdKind::Resident:
        return "resident";
    case IdKind::ResidentOld:
        return "resident-old";
    case IdKind::ResidencePermit:
        return "residence-permit";
    case IdKind::ForeignResident:
        return "foreign-resident";
    case IdKind::ForeignResidentOld:
        return "foreign-resident-old";
    case IdKind::Demo:
        return "demo";
    }
    MENZHEN_CHECK(false, "toText: no such IdKind");
}

std::string_view toText(Sex sex) {
    return sex == Sex::Male ? "male" : "female";
}

} // namespace menzhen::core
