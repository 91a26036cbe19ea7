// SPDX-License-Identifier: Apache-2.0
#include "app/core/idnumber.h"

#include <array>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <random>

namespace menzhen::core {
namespace {

std::string codeOf(std::string_view text, std::optional<Day> today = std::nullopt) {
    const auto read = parseIdNumber(text, today);
    return read ? "valid" : read.error().code;
}

TEST(IdNumber, ReadsTheStandardsOwnExamples) {
    // GB 11643-1999 prints these two.
    EXPECT_EQ(parseIdNumber("11010519491231002X"),
              (IdNumber{IdKind::Resident, "11010519491231002X", 19491231, Sex::Female}));
    EXPECT_EQ(parseIdNumber("440524188001010014"),
              (IdNumber{IdKind::Resident, "440524188001010014", 18800101, Sex::Male}));
}

TEST(IdNumber, ReadsPublishedSpecimens) {
    EXPECT_EQ(parseIdNumber("810000199408230021")->kind, IdKind::ResidencePermit);
    EXPECT_EQ(parseIdNumber("830000199201300022")->kind, IdKind::ResidencePermit);
    EXPECT_EQ(parseIdNumber("932682198501010017"),
              (IdNumber{IdKind::ForeignResident, "932682198501010017", 19850101, Sex::Male}));
    EXPECT_EQ(parseIdNumber("KAZ110090123105"),
              (IdNumber{IdKind::ForeignResidentOld, "KAZ110090123105", 19901231, Sex::Female}));
}

TEST(IdNumber, TurnsTheOldFormIntoTheNewOne) {
    const auto old = parseIdNumber("110105491231002");
    ASSERT_TRUE(old);
    EXPECT_EQ(*old, (IdNumber{IdKind::ResidentOld, "11010519491231002X", 19491231, Sex::Female}));
    EXPECT_EQ(old->number, parseIdNumber("11010519491231002X")->number);
}

TEST(IdNumber, ReadsEveryDemoPatient) {
    std::ifstream file(MENZHEN_RESOURCES "/hospitals/hospital-demo.json");
    const auto demo = nlohmann::json::parse(file);
    ASSERT_EQ(demo.at("demo_patients").size(), 8u);
    for (const auto& patient : demo.at("demo_patients")) {
        const auto read = parseIdNumber(patient.at("id_number").get<std::string>(), 20261123);
        ASSERT_TRUE(read) << patient.at("id");
        EXPECT_EQ(read->kind, IdKind::Demo);
        EXPECT_EQ(formatDay(read->birth), patient.at("birth").get<std::string>());
    }
}

TEST(IdNumber, AcceptsSmallXAndWhiteSpaceAround) {
    EXPECT_EQ(parseIdNumber(" 11010519491231002x\r\n")->number, "11010519491231002X");
    EXPECT_EQ(codeOf("kaz110090123105"), "valid");
}

TEST(IdNumber, NamesWhatIsWrong) {
    EXPECT_EQ(codeOf(""), "id-length");
    EXPECT_EQ(codeOf("1101051949123100"), "id-length");
    EXPECT_EQ(codeOf("11010519491231002XX"), "id-length");
    EXPECT_EQ(codeOf("110105 19491231002X"), "id-character");
    EXPECT_EQ(codeOf("11010519491231X02X"), "id-character");
    EXPECT_EQ(codeOf("11010519491231002Y"), "id-character");
    EXPECT_EQ(codeOf("１１０１０５１９４９１２３１００２Ｘ"), "id-character");
    EXPECT_EQ(codeOf("KA1110090123105"), "id-character");
    EXPECT_EQ(codeOf("00010519491231002X"), "id-region");
    EXPECT_EQ(codeOf("998682198501010017"), "id-region");
    EXPECT_EQ(codeOf("160105491231002"), "id-region");
    EXPECT_EQ(codeOf("110105194902290021"), "id-birth-date");
    EXPECT_EQ(codeOf("110105194913310021"), "id-birth-date");
    EXPECT_EQ(codeOf("110105490229002"), "id-birth-date");
    EXPECT_EQ(codeOf("110105194912310020"), "id-check-digit");
    EXPECT_EQ(codeOf("KAZ110090123104"), "id-check-digit");
}

TEST(IdNumber, RefusesTheFutureOnlyWhenToldTheDay) {
    EXPECT_EQ(codeOf("11010519491231002X", 19491230), "id-birth-future");
    EXPECT_EQ(codeOf("11010519491231002X", 19491231), "valid");
    EXPECT_EQ(codeOf("110105491231002", 19491230), "id-birth-future");
}

/// ISO 7064 promises this of MOD 11-2; a number typed with one slip must never pass.
TEST(IdNumber, CatchesEveryWrongDigitAndEverySwapOfNeighbours) {
    const auto seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    for (int round = 0; round < 300; ++round) {
        std::string digits = "110105" + std::to_string(1900 + random() % 100) + "0101" +
                             std::to_string(100 + random() % 900);
        digits += idCheckCharacter(digits);
        ASSERT_EQ(codeOf(digits), "valid") << digits;
        for (std::size_t i = 0; i < digits.size(); ++i) {
            for (const char c : std::string("0123456789")) {
                std::string wrong = digits;
                wrong[i] = c;
                if (wrong != digits) {
                    EXPECT_NE(codeOf(wrong), "valid") << digits << ' ' << wrong;
                }
            }
            if (i + 1 == digits.size()) continue;
            std::string swapped = digits;
            std::swap(swapped[i], swapped[i + 1]);
            if (swapped != digits) {
                EXPECT_NE(codeOf(swapped), "valid") << swapped;
            }
        }
    }
}

/// The standard's own table of weights, written out: not the way the code computes it.
TEST(IdNumber, CheckCharacterAgreesWithTheTableOfTheStandard) {
    static constexpr std::array weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    std::mt19937_64 random(11643);
    for (int round = 0; round < 5000; ++round) {
        std::string digits =
            std::to_string(10'000'000'000'000'000 + random() % 80'000'000'000'000'000);
        int sum = 0;
        for (std::size_t i = 0; i < weights.size(); ++i)
            sum += (digits[i] - '0') * weights[i];
        EXPECT_EQ(idCheckCharacter(digits), "10X98765432"[sum % 11]) << digits;
    }
}

TEST(IdNumber, ErrorsNeverRepeatTheNumber) {
    for (const char* bad : {"110105194912310020", "1101051949123100", "998682198501010017"}) {
        const auto read = parseIdNumber(bad);
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().detail.find(std::string(bad).substr(6, 8)), std::string::npos);
        EXPECT_FALSE(read.error().detail.empty());
    }
}

} // namespace
} // namespace menzhen::core
