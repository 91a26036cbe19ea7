// SPDX-License-Identifier: Apache-2.0
#include "app/core/ownseries.h"

#include <gtest/gtest.h>
#include <set>

using namespace menzhen::core;

TEST(OwnSeries, AKiosksNumberIsTheDigitsOfItsId) {
    EXPECT_EQ(kioskNumberOf("K12"), "12");
    EXPECT_EQ(kioskNumberOf("K01"), "01");
    EXPECT_EQ(kioskNumberOf("K999"), "999");
    for (const char* other : {"", "K", "12", "S12", "k12", "KA1", "K1A", "K1234"})
        EXPECT_EQ(kioskNumberOf(other), "") << other;
}

TEST(OwnSeries, TextsAreThoseOfTheDesign) {
    EXPECT_EQ(toText({"C", "12", 3, 1}), "C12-03");
    EXPECT_EQ(toText({"C", "12", 104, 1}), "C12-104");
    EXPECT_EQ(toText({"C", "12", 3, 2}), "C12-03-2");
    EXPECT_LE(toText({"CC", "999", maxOwnNumber, maxOwnCopies}).size(), 12U);
}

TEST(OwnSeries, WhatIsWrittenIsReadAndNoTwoAreAlike) {
    std::set<std::string> texts;
    for (const char* prefix : {"C", "CA"})
        for (const char* kiosk : {"1", "01", "12", "112"})
            for (const int running : {1, 2, 11, 12, 99, 100, 1201, maxOwnNumber})
                for (const int copy : {1, 2, maxOwnCopies}) {
                    const OwnNumber number{prefix, kiosk, running, copy};
                    EXPECT_EQ(readOwnNumber(toText(number)), number);
                    EXPECT_TRUE(texts.insert(toText(number)).second) << toText(number);
                }
}

TEST(OwnSeries, CopiesOfANumberAreCountedAndLikeNoOther) {
    EXPECT_EQ(copyAfter("C012"), "C012-2");
    EXPECT_EQ(copyAfter("C012-2"), "C012-3");
    EXPECT_EQ(copyAfter("L0001"), "L0001-2");
    EXPECT_EQ(copyAfter("C12-03"), "C12-03-2");
    EXPECT_EQ(copyAfter("C12-03-8"), "C12-03-9");
    EXPECT_EQ(copyAfter("C12-03-9"), "");
    EXPECT_EQ(copyAfter("C012-9"), "");
    EXPECT_EQ(copyAfter(""), "");
    EXPECT_EQ(copyAfter("C012Y"), "") << "carried over night";
    for (const char* copy : {"C012-2", "C012-9", "C12-03-2"})
        EXPECT_TRUE(isCopy(copy)) << copy;
    for (const char* none : {"C012", "C12-03", "C12-22", "C012-1", "C012-0", "", "-", "C012-"})
        EXPECT_FALSE(isCopy(none)) << none;
    EXPECT_FALSE(readOwnNumber("C012-2")) << "no kiosk's series";
    EXPECT_LE(copyAfter("CC9999").size(), 12U);
}

TEST(OwnSeries, PlannedNumbersAndOddTextsAreNone) {
    for (const char* text :
         {"",         "C",        "C012",      "0012",      "C1000",   "C12-",     "C12-3",
          "C12-00",   "-03",      "12-03",     "C-03",      "CCC1-03", "C1234-03", "C12-03-",
          "C12-03-1", "C12-03-0", "C12-03-22", "C12-12345", "C12-03x", "c12-03",   "C12 03"})
        EXPECT_FALSE(readOwnNumber(text)) << text;
}
