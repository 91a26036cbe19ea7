// SPDX-License-Identifier: Apache-2.0
#include "app/core/cbor.h"

#include <gtest/gtest.h>
#include <random>

using namespace menzhen::core;

namespace {

std::string faultOf(std::string_view hex) {
    const CborDocument document = readCbor(fromHex(hex).value());
    if (!document.fault) return "good";
    switch (*document.fault) {
    case CborFault::Malformed:
        return "malformed";
    case CborFault::TrailingBytes:
        return "trailing";
    case CborFault::DuplicateKey:
        return "duplicate";
    case CborFault::IndefiniteLength:
        return "indefinite";
    case CborFault::NonDeterministic:
        return "non-deterministic";
    }
    return "?";
}

std::string repeated(std::string_view part, int times) {
    std::string all;
    for (int i = 0; i < times; ++i)
        all += part;
    return all;
}

} // namespace

// RFC 8949 appendix A: each encoding, and what the strict reader thinks of it.
TEST(Cbor, ExamplesOfRfc8949) {
    for (const char* good : {"00",
                             "01",
                             "0a",
                             "17",
                             "1818",
                             "1819",
                             "1864",
                             "1903e8",
                             "1a000f4240",
                             "1b000000e8d4a51000",
                             "1bffffffffffffffff",
                             "3bffffffffffffffff",
                             "20",
                             "29",
                             "3863",
                             "3903e7",
                             "f4",
                             "f5",
                             "f6",
                             "f7",
                             "f0",
                             "f8ff",
                             "40",
                             "4401020304",
                             "60",
                             "6161",
                             "6449455446",
                             "62225c",
                             "62c3bc",
                             "63e6b0b4",
                             "64f0908591",
                             "80",
                             "83010203",
                             "8301820203820405",
                             "a0",
                             "a201020304",
                             "a26161016162820203",
                             "d200"})
        EXPECT_EQ(faultOf(good), "good") << good;
    for (const char* odd :
         {"c249010000000000000000", "f90000", "f93e00", "fb3ff199999999999a", "fa47c35000",
          "f97e00", "c074323031332d30332d32315432303a30343a30305a", "d74401020304"})
        EXPECT_EQ(faultOf(odd), "non-deterministic") << odd;
    for (const char* open :
         {"5f42010243030405ff", "7f657374726561646d696e67ff", "9fff", "9f018202039f0405ffff",
          "bf61610161629f0203ffff", "826161bf61626163ff"})
        EXPECT_EQ(faultOf(open), "indefinite") << open;
}

// RFC 8949 appendix F, the kinds of what is not well-formed, and UTF-8.
TEST(Cbor, MalformedExamples) {
    for (const char* bad : {"",
                            "18",
                            "19",
                            "1a0102",
                            "1b01020304050607",
                            "38",
                            "58",
                            "78",
                            "98",
                            "9a01ff00",
                            "b8",
                            "d8",
                            "f8",
                            "f900",
                            "41",
                            "61",
                            "5affffffff00",
                            "5bffffffffffffffff010203",
                            "7affffffff00",
                            "7b7fffffffffffffff010203",
                            "81",
                            "818181818181818181",
                            "8200",
                            "a1",
                            "a20102",
                            "a100",
                            "a2000000",
                            "c0",
                            "5f4100",
                            "7f6100",
                            "9f",
                            "9f0102",
                            "bf",
                            "bf01020102",
                            "819f",
                            "9f8000",
                            "1c",
                            "1d",
                            "1e",
                            "3c",
                            "5c",
                            "7e",
                            "9d",
                            "bc",
                            "dd",
                            "fc",
                            "fd",
                            "fe",
                            "f800",
                            "f801",
                            "f818",
                            "f81f",
                            "5f00ff",
                            "5f21ff",
                            "5f6100ff",
                            "5f80ff",
                            "5fa0ff",
                            "5fc000ff",
                            "5fe0ff",
                            "7f4100ff",
                            "5f5f4100ffff",
                            "7f7f6100ffff",
                            "ff",
                            "81ff",
                            "8200ff",
                            "a1ff",
                            "a1ff00",
                            "a100ff",
                            "bf00ff",
                            "bf000000ff",
                            "1f",
                            "3f",
                            "df",
                            "61ff",
                            "62c080",
                            "63eda080",
                            "64f4908080",
                            "61c3",
                            "7f61c361bcff"})
        EXPECT_EQ(faultOf(bad), "malformed") << bad;
}

TEST(Cbor, LongerHeads) {
    for (const char* longer :
         {"1800", "1817", "190018", "1900ff", "1a0000ffff", "1b00000000ffffffff", "3801", "5800",
          "580161", "780161", "980100", "b8010000", "d81200", "5900014a"})
        EXPECT_EQ(faultOf(longer), "non-deterministic") << longer;
}

TEST(Cbor, Keys) {
    EXPECT_EQ(faultOf("a201000200"), "good");
    EXPECT_EQ(faultOf("a202000100"), "non-deterministic");
    EXPECT_EQ(faultOf("a201000100"), "duplicate");
    EXPECT_EQ(faultOf("a20100180100"), "duplicate");
    EXPECT_EQ(faultOf("a26161007f6161ff00"), "duplicate") << "one text in two forms";
    EXPECT_EQ(faultOf("a2f93c0000fa3f80000000"), "duplicate") << "1.0 twice";
    EXPECT_EQ(faultOf("a20100f93c0000"), "non-deterministic") << "1 and 1.0 are two keys";
    EXPECT_EQ(faultOf("a2416100616100"), "good");
    EXPECT_EQ(faultOf("a2a20102030400a20304010200"), "duplicate")
        << "maps as keys, pairs in another order";
    EXPECT_EQ(faultOf("a3010002000100"), "duplicate") << "not next to each other";
    EXPECT_EQ(faultOf("a21818002000"), "good") << "bytewise, not by length";
    EXPECT_EQ(faultOf("a22000181800"), "non-deterministic");
}

TEST(Cbor, Precedence) {
    EXPECT_EQ(faultOf("a201000100ff"), "trailing");
    EXPECT_EQ(faultOf("bf01000100ff"), "duplicate");
    EXPECT_EQ(faultOf("9f1800ff"), "indefinite");
    EXPECT_EQ(faultOf("9f180018"), "malformed");
    EXPECT_EQ(faultOf("001c"), "trailing") << "what trails is not read";
}

TEST(Cbor, Depth) {
    EXPECT_EQ(faultOf("8181818100"), "good");
    EXPECT_EQ(faultOf("818181818100"), "non-deterministic");
    EXPECT_EQ(faultOf("81818181a0"), "non-deterministic");
    EXPECT_EQ(faultOf("81818181d200"), "non-deterministic");
    EXPECT_EQ(faultOf("a1a1a1a10000000000"), "good");
    EXPECT_EQ(faultOf(repeated("81", 1000) + "00"), "non-deterministic");
    EXPECT_EQ(faultOf(repeated("81", 1000)), "malformed");
    EXPECT_EQ(faultOf(repeated("9f", 1000)), "malformed");
    EXPECT_EQ(faultOf(repeated("a1", 500) + repeated("00", 501)), "non-deterministic");
    EXPECT_EQ(faultOf(repeated("00", cborMostBytes + 1)), "malformed");
}

TEST(Cbor, WriterIsShortest) {
    for (const std::int64_t number :
         {0LL, 23LL, 24LL, 255LL, 256LL, 65535LL, 65536LL, 4294967295LL, 4294967296LL,
          9007199254740991LL, -1LL, -24LL, -25LL, -256LL, -257LL, -65537LL, -65538LL,
          INT64_MAX * 1LL, INT64_MIN * 1LL}) {
        const CborDocument document = readCbor(CborWriter().integer(number).bytes());
        EXPECT_FALSE(document.fault) << number;
        EXPECT_TRUE(document.item.equals(number)) << number;
        EXPECT_FALSE(document.item.equals(number ^ 1)) << number;
    }
    EXPECT_EQ(toHex(CborWriter().integer(-65537).bytes()), "3a00010000");
    EXPECT_EQ(
        toHex(CborWriter().tag(18).array(2).text("ü").byteString(Bytes(24)).bytes()).substr(0, 14),
        "d28262c3bc5818");
}

TEST(Cbor, RandomBytesNeverCrashAndTruncationIsMalformed) {
    const std::uint32_t seed = std::random_device()();
    RecordProperty("seed", std::to_string(seed));
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    for (int i = 0; i < 100'000; ++i) {
        Bytes bytes(random() % 24);
        for (std::uint8_t& b : bytes)
            b = static_cast<std::uint8_t>(random());
        const CborDocument document = readCbor(bytes);
        if (document.fault == CborFault::Malformed || document.fault == CborFault::TrailingBytes)
            continue;
        bytes.pop_back();
        ASSERT_EQ(readCbor(bytes).fault, CborFault::Malformed) << toHex(bytes);
    }
}
