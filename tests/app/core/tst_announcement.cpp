// SPDX-License-Identifier: Apache-2.0
#include "app/core/announcement.h"

#include <fstream>
#include <gmock/gmock.h>
#include <iterator>

using namespace menzhen::core;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {

SpokenWords words() {
    std::ifstream file(MENZHEN_RESOURCES "/voice/pinyin.txt", std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    return SpokenWords::parse(text, "pinyin.txt").value();
}

Announcement said(const CallWords& call, const AnnouncementOptions& options = {}) {
    return announcementOf(call, words(), options).value();
}

std::string spoken(const CallWords& call, const AnnouncementOptions& options = {}) {
    std::string text;
    for (const auto& token : said(call, options).tokens)
        text += (text.empty() ? "" : " ") + token;
    return text;
}

CallWords chinese(const std::string& number, const std::string& room) {
    return {number, room, "张*三", SpokenLanguage::Chinese, false};
}

CallWords english(const std::string& number, const std::string& room) {
    return {number, room, "张*三", SpokenLanguage::English, false};
}

} // namespace

TEST(Announcement, NumberThenRoomThenAction) {
    EXPECT_EQ(said(chinese("C047", "301")).sentence, "请 C047 号到 301 诊室就诊");
    EXPECT_EQ(
        spoken(chinese("C047", "301")),
        "qing letter-C digit-0 digit-4 digit-7 hao dao digit-3 digit-0 digit-1 zhen-shi jiu-zhen");
}

TEST(Announcement, EnglishOrder) {
    EXPECT_EQ(said(english("C047", "301")).sentence, "Number C047, please go to room 301");
    EXPECT_EQ(spoken(english("C047", "301")),
              "number letter-C digit-0 digit-4 digit-7 please-go-to room digit-3 digit-0 digit-1");
}

TEST(Announcement, RoomsOfTheDemoHospital) {
    const auto zh = [](const char* room) { return said(chinese("L012", room)).sentence; };
    EXPECT_EQ(zh("采血1"), "请 L012 号到采血1 窗口采血");
    EXPECT_EQ(zh("取药6"), "请 L012 号到取药6 窗口取药");
    EXPECT_EQ(zh("窗口2"), "请 L012 号到窗口2 办理");
    EXPECT_EQ(zh("老年人优先窗口4"), "请 L012 号到老年人优先窗口4 办理");
    EXPECT_EQ(zh("B超3"), "请 L012 号到 B超3 室检查");
    EXPECT_EQ(zh("DR1"), "请 L012 号到 DR1 室检查");
    EXPECT_EQ(zh("前台1"), "请 L012 号到前台1");
    EXPECT_EQ(zh("三诊室"), "请 L012 号到三诊室就诊");
    EXPECT_EQ(zh("采血窗口1"), "请 L012 号到采血窗口1 采血");
    const auto en = [](const char* room) { return said(english("L012", room)).sentence; };
    EXPECT_EQ(en("采血1"), "Number L012, please go to blood test window 1");
    EXPECT_EQ(en("老年人优先窗口4"), "Number L012, please go to senior priority window 4");
    EXPECT_EQ(en("B超3"), "Number L012, please go to ultrasound room 3");
    EXPECT_EQ(en("DR1"), "Number L012, please go to room DR1");
    EXPECT_EQ(en("三诊室"), "Number L012, please go to room 3");
    EXPECT_EQ(en("3号窗口"), "Number L012, please go to window 3");
    EXPECT_EQ(zh("3号窗口"), "请 L012 号到 3号窗口办理");
    EXPECT_EQ(spoken(english("9", "DR1")),
              "number digit-9 please-go-to room letter-D letter-R digit-1");
}

TEST(Announcement, SaysEveryCharacterOfTheNumber) {
    EXPECT_EQ(
        spoken(chinese("C12-03", "1")),
        "qing letter-C digit-1 digit-2 gang digit-0 digit-3 hao dao digit-1 zhen-shi jiu-zhen");
    AnnouncementOptions yao;
    yao.sayYao = true;
    EXPECT_EQ(spoken(chinese("C11", "101"), yao),
              "qing letter-C yao yao hao dao yao digit-0 yao zhen-shi jiu-zhen");
    EXPECT_EQ(spoken(english("C1", "1"), yao), "number letter-C digit-1 please-go-to room digit-1");
}

TEST(Announcement, TheNameOnlyByTheHospitalsChoice) {
    EXPECT_EQ(said(chinese("C1", "1")).sentence.find("张"), std::string::npos);
    AnnouncementOptions name;
    name.sayName = true;
    auto table = words();
    table.add(*SpokenWords::parsePart("name-zhang\t张\tzhang1\t-\t-\t-\n", "x"));
    auto call = chinese("C1", "1");
    auto named = announcementOf(call, table, name).value();
    EXPECT_EQ(named.sentence, "请 C1 号 张*三 到 1 诊室就诊");
    EXPECT_THAT(named.tokens, ElementsAre("qing", "letter-C", "digit-1", "hao", "name-zhang", "mou",
                                          "digit-3", "dao", "digit-1", "zhen-shi", "jiu-zhen"));
    call.neutral = true; // a sensitive department overrules the choice
    EXPECT_EQ(announcementOf(call, table, name)->sentence, "请 C1 号到 1 诊室就诊");
    call.neutral = false;
    call.maskedName = "禤*";
    named = announcementOf(call, table, name).value();
    EXPECT_THAT(named.tokens, testing::Not(testing::Contains("mou")))
        << "an unknown surname is not said";
}

TEST(Announcement, ARoomThatCannotBeSpokenSendsToTheScreen) {
    const auto call = said(chinese("C047", "牙椅2"));
    EXPECT_EQ(call.sentence, "请 C047 号到牙椅2 诊室就诊");
    EXPECT_THAT(call.unspoken, ElementsAre("牙椅"));
    EXPECT_THAT(call.tokens, ElementsAre("qing", "letter-C", "digit-0", "digit-4", "digit-7", "hao",
                                         "kan-ping-mu"));
    const auto inEnglish = said(english("C047", "牙椅2"));
    EXPECT_EQ(inEnglish.sentence, "Number C047, please go to 牙椅2");
    EXPECT_EQ(inEnglish.tokens.back(), "kan-ping-mu");
    EXPECT_THAT(said(chinese("C047", "301")).unspoken, IsEmpty());
}

TEST(Announcement, RefusesWhatIsNoCall) {
    const auto code = [](const char* number, const std::string& room) {
        const auto said = announcementOf(chinese(number, room), words(), {});
        return said ? "" : said.error().code;
    };
    EXPECT_EQ(code("", "1"), "call-number");
    EXPECT_EQ(code("c047", "1"), "call-number");
    EXPECT_EQ(code("C 47", "1"), "call-number");
    EXPECT_EQ(code("ABCDEFGHIJKLMNOPQ", "1"), "call-number");
    EXPECT_EQ(code("C047", ""), "call-room");
    EXPECT_EQ(code("C047", std::string(49, '1')), "call-room");
    EXPECT_EQ(code("C047", "\xFF"), "call-room");
    EXPECT_EQ(code("C047", "1"), "");
}
