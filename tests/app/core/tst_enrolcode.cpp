// SPDX-License-Identifier: Apache-2.0
#include "app/core/enrolcode.h"

#include <gtest/gtest.h>

using namespace menzhen::core;

namespace {

constexpr const char* alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

Digest fingerprint() {
    Digest digest{};
    for (std::size_t i = 0; i < digest.size(); ++i)
        digest[i] = static_cast<std::uint8_t>(i * 37 + 11);
    return digest;
}

EnrolCode sample() {
    const Bytes chance{0xde, 0xad, 0xbe, 0xef, 0x42};
    return makeEnrolCode(chance, fingerprint());
}

} // namespace

TEST(EnrolCode, IsTwentyFiveCharactersThatReadBack) {
    const std::string text = enrolCodeText(sample());
    EXPECT_EQ(text, "VTPVX-VT1CR-5AYMZ-RKMGW-CTRFA");
    EXPECT_EQ(readEnrolCode(text), sample());
    EXPECT_EQ(sample().authority, authorityMark(fingerprint()));
}

TEST(EnrolCode, ForgivesHowPeopleWrite) {
    const std::string text = enrolCodeText(sample());
    std::string sloppy;
    for (const char c : text) {
        if (c == '-') continue;
        sloppy += c == '0' ? 'o' : c == '1' ? 'l' : static_cast<char>(std::tolower(c));
        sloppy += ' ';
    }
    EXPECT_EQ(readEnrolCode(sloppy), sample());
}

TEST(EnrolCode, NoticesEveryWrongCharacter) {
    std::string code;
    for (const char c : enrolCodeText(sample()))
        if (c != '-') code += c;
    for (std::size_t at = 0; at < code.size(); ++at)
        for (const char* other = alphabet; *other != '\0'; ++other) {
            if (*other == code[at]) continue;
            std::string wrong = code;
            wrong[at] = *other;
            EXPECT_EQ(readEnrolCode(wrong).error().code, "enrol-code-check") << wrong;
        }
}

TEST(EnrolCode, SaysWhatIsWrong) {
    EXPECT_EQ(readEnrolCode("").error().code, "enrol-code-length");
    EXPECT_EQ(readEnrolCode("VTPVX-VT1CR").error().code, "enrol-code-length");
    EXPECT_EQ(readEnrolCode(std::string(1000, '0')).error().code, "enrol-code-length");
    EXPECT_EQ(readEnrolCode("VTPVX-VT1CR-5AYMZ-RKMGW-CTRF?").error().code, "enrol-code-character");
    EXPECT_EQ(readEnrolCode("UUUUU").error().code, "enrol-code-character");
}

TEST(EnrolCode, ProvesOneCodeOfOneDevice) {
    EXPECT_NE(enrolProof("HA", "K1", "AAAAAAA"), enrolProof("HA", "K1", "AAAAAAB"));
    EXPECT_NE(enrolProof("HA", "K1", "AAAAAAA"), enrolProof("HAK", "1", "AAAAAAA"));
}

TEST(Fingerprint, IsShownShortAndReadAsTyped) {
    EXPECT_EQ(shownFingerprint("3f2a9c0177d01b2e55aa"), "3f2a-9c01-77d0-1b2e");
    EXPECT_EQ(readFingerprint("3F2A-9c01 77d0:1b2e"), "3f2a9c0177d01b2e");
    EXPECT_EQ(readFingerprint("3f2a9c0"), std::nullopt);
    EXPECT_EQ(readFingerprint("3f2a-9c0g"), std::nullopt);
    EXPECT_EQ(readFingerprint(std::string(65, 'a')), std::nullopt);
}
