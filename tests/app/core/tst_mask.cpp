// SPDX-License-Identifier: Apache-2.0
#include "app/core/mask.h"

#include "app/core/utf8.h"

#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <random>

namespace menzhen::core {
namespace {

struct MaskCase {
    const char* name;
    const char* mask;
};

class Mask : public testing::TestWithParam<MaskCase> {};

TEST_P(Mask, IsAsTheRuleSays) {
    EXPECT_EQ(maskName(GetParam().name), GetParam().mask);
}

INSTANTIATE_TEST_SUITE_P(RuleExamples, Mask,
                         testing::Values(MaskCase{"张三", "张*"}, MaskCase{"张小三", "张*三"},
                                         MaskCase{"欧阳修", "欧阳*"},
                                         MaskCase{"司马相如", "司马*如"},
                                         MaskCase{"阿依·古丽", "阿依*丽"}));

INSTANTIATE_TEST_SUITE_P(Chinese, Mask,
                         testing::Values(MaskCase{"张", "张"}, MaskCase{"欧阳", "欧*"},
                                         MaskCase{"歐陽脩", "歐陽*"},
                                         MaskCase{"诸葛孔明", "诸葛*明"},
                                         MaskCase{"王一二三", "王*三"}, MaskCase{"𠮷野家", "𠮷*家"},
                                         MaskCase{"张𠮷", "张*"}, MaskCase{"张三𠮷", "张*𠮷"},
                                         MaskCase{"叶赫那拉静", "叶赫那拉*"},
                                         MaskCase{"王Anna", "王*a"}, MaskCase{"김철수", "김*수"}));

INSTANTIATE_TEST_SUITE_P(
    Dots, Mask,
    testing::Values(MaskCase{"阿依•古丽", "阿依*丽"}, MaskCase{"阿依・古丽", "阿依*丽"},
                    MaskCase{"阿依‧古丽", "阿依*丽"}, MaskCase{"阿依.古丽", "阿依*丽"},
                    MaskCase{"阿依 · 古丽", "阿依*丽"}, MaskCase{"阿依·丽", "阿依*"},
                    MaskCase{"阿依·古丽·买买提", "阿依*提"}, MaskCase{"阿依·", "阿*"},
                    MaskCase{"·阿依", "阿*"}, MaskCase{"阿·古丽", "阿*丽"}, MaskCase{"··", ""}));

INSTANTIATE_TEST_SUITE_P(
    Words, Mask,
    testing::Values(MaskCase{"Sample O'Neil-Garcia", "S*** O***"}, MaskCase{"Li", "L***"},
                    MaskCase{"s", "s***"},
                    MaskCase{"Ana Maria de la Cruz", "A*** M*** d*** l*** C***"},
                    MaskCase{"Émile Zola", "É*** Z***"}, MaskCase{"Maria·Garcia", "M*** G***"},
                    MaskCase{"(Ann) 'Lee'", "A*** L***"},
                    MaskCase{"J. K. Rowling", "J*** K*** R***"},
                    MaskCase{"Anna 王小三", "A*** 王***"}, MaskCase{"Иван Петров", "И*** П***"},
                    MaskCase{"12345", "***"}, MaskCase{"- 1", "***"}));

INSTANTIATE_TEST_SUITE_P(
    Spaces, Mask,
    testing::Values(MaskCase{"", ""}, MaskCase{" \t\n", ""}, MaskCase{"\u3000\u00A0", ""},
                    MaskCase{" 张三\n", "张*"}, MaskCase{"\u3000张三\u3000", "张*"},
                    MaskCase{"张\u3000小 三", "张*三"}, MaskCase{"张\u2003三", "张*"},
                    MaskCase{"  Ann   Lee ", "A*** L***"}, MaskCase{"Ann\u3000Lee", "A*** L***"}));

INSTANTIATE_TEST_SUITE_P(Hidden, Mask,
                         testing::Values(MaskCase{"\xFF\xFE", "***"}, MaskCase{"张\xE4\xB8", "***"},
                                         MaskCase{"\xEF\xBB\xBF张三", "张*"},
                                         MaskCase{"\xE2\x80\xAE张三", "张*"}));

TEST(MaskName, MatchesEveryDemoPatient) {
    std::ifstream file(MENZHEN_RESOURCES "/hospitals/hospital-demo.json");
    const auto demo = nlohmann::json::parse(file);
    ASSERT_EQ(demo.at("demo_patients").size(), 8u);
    for (const auto& patient : demo.at("demo_patients"))
        EXPECT_EQ(maskName(patient.at("name_zh").get<std::string>()), patient.at("mask"));
}

TEST(MaskName, HidesALongNameWhole) {
    EXPECT_EQ(maskName(std::string(maskNameMaxBytes + 1, 'a')), maskHidden);
    EXPECT_EQ(maskName(std::string(maskNameMaxBytes, 'a')), "a***");
}

TEST(MaskName, SurnamesAreData) {
    EXPECT_GE(doubleSurnames().size(), 80u);
    for (const std::string_view surname : doubleSurnames()) {
        const auto characters = decodeUtf8(surname);
        ASSERT_TRUE(characters);
        EXPECT_GE(characters->size(), 2u) << surname;
        EXPECT_EQ(maskName(std::string(surname) + "某"), std::string(surname) + "*");
    }
    EXPECT_EQ(maskName("欧阳修", {}), "欧*修");
}

/// Any bytes at all: an answer that is UTF-8 again, and never more than one character of a given
/// name.
TEST(MaskName, SurvivesAnyBytes) {
    const auto seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    for (int round = 0; round < 20000; ++round) {
        std::string text(random() % 24, ' ');
        for (char& c : text)
            c = static_cast<char>(random());
        EXPECT_TRUE(isUtf8(maskName(text)));
    }
}

TEST(MaskIdNumber, ShowsTheLastTwoOnly) {
    EXPECT_EQ(maskIdNumber("99999919660909105X"), "****************5X");
    EXPECT_EQ(maskIdNumber("KAZ110090123105"), "*************05");
    EXPECT_EQ(maskIdNumber("12"), "**");
    EXPECT_EQ(maskIdNumber(""), "");
}

TEST(MaskPhone, HidesTheMiddle) {
    EXPECT_EQ(maskPhone("13800001234"), "138****1234");
    EXPECT_EQ(maskPhone("+8613800001234"), "138****1234");
    EXPECT_EQ(maskPhone("+447700900123"), "+44******0123");
    EXPECT_EQ(maskPhone("5551234"), "*****34");
    EXPECT_EQ(maskPhone("12345"), "*****");
    EXPECT_EQ(maskPhone("call me"), "*******");
}

} // namespace
} // namespace menzhen::core
