// SPDX-License-Identifier: Apache-2.0
#include "app/core/enrolcode.h"

#include "app/core/crockford.h"

namespace menzhen::core {

namespace {

constexpr std::size_t secretSize = 7;
constexpr std::size_t markSize = 17;
constexpr std::size_t groupSize = 5;
constexpr std::size_t typedMostBytes = 128;
constexpr std::size_t fingerprintShown = 16;
constexpr std::size_t fingerprintGroup = 4;
constexpr std::size_t fingerprintLeast = 8;

} // namespace

std::string authorityMark(const Digest& fingerprint) {
    return crockford(fingerprint, markSize);
}

EnrolCode makeEnrolCode(ByteView chance, const Digest& fingerprint) {
    return {crockford(chance, secretSize), authorityMark(fingerprint)};
}

std::string enrolCodeText(const EnrolCode& code) {
    const std::string content = code.secret + code.authority;
    return inGroups(content + crockfordCheck(content), groupSize);
}

Result<EnrolCode> readEnrolCode(std::string_view typed) {
    if (typed.size() > typedMostBytes)
        return badData("enrol-code-length", "a code has 25 characters");
    const auto code = readCrockford(typed);
    if (!code)
        return badData("enrol-code-character",
                       "a code has digits and letters without I, L, O and U");
    if (code->size() != secretSize + markSize + 1)
        return badData("enrol-code-length",
                       "a code has 25 characters, these are " + std::to_string(code->size()));
    const std::string content = code->substr(0, secretSize + markSize);
    if (crockfordCheck(content) != code->back())
        return badData("enrol-code-check", "the code is mistyped: compare every character");
    return EnrolCode{content.substr(0, secretSize), content.substr(secretSize)};
}

Bytes enrolProof(std::string_view site, std::string_view device, std::string_view secret) {
    std::string text = "menzhen enrol 1\n";
    for (const std::string_view part : {site, device, secret}) {
        text += part;
        text += '\n';
    }
    const ByteView bytes = asBytes(text);
    return {bytes.begin(), bytes.end()};
}

std::string shownFingerprint(std::string_view hex) {
    return inGroups(hex.substr(0, fingerprintShown), fingerprintGroup);
}

std::optional<std::string> readFingerprint(std::string_view typed) {
    std::string digits;
    for (const char c : typed) {
        if (c == ' ' || c == '-' || c == ':') continue;
        const char lower = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
        if ((lower < '0' || lower > '9') && (lower < 'a' || lower > 'f')) return std::nullopt;
        digits += lower;
    }
    if (digits.size() < fingerprintLeast || digits.size() > 2 * sizeof(Digest)) return std::nullopt;
    return digits;
}

} // namespace menzhen::core
