// SPDX-License-Identifier: Apache-2.0
#include "app/boot/sitevalues.h"
#include "app/boot/suggest.h"

#include <gtest/gtest.h>

namespace menzhen::boot {

TEST(HostPort, Good) {
    EXPECT_EQ(*readHostPort("127.0.0.1:8480"), (HostPort{"127.0.0.1", 8480}));
    EXPECT_EQ(*readHostPort("[::1]:1"), (HostPort{"::1", 1}));
    EXPECT_EQ(*readHostPort("a-b.example:65535"), (HostPort{"a-b.example", 65535}));
    for (const char* text : {"127.0.0.1:8480", "[::1]:1", "host:80"})
        EXPECT_EQ(readHostPort(text)->text(), text);
}

TEST(HostPort, Bad) {
    for (const char* text : {"", ":", "host", "host:", ":80", "host:0", "host:65536", "host:-1",
                             "host:8a", "host:+8", "host: 80", "ho st:80", "::1:80", "[::1]",
                             "[]:80", "[host]:80", "host:99999999999", "u@host:80", "host/x:80"})
        EXPECT_FALSE(readHostPort(text)) << text;
}

TEST(HostPort, Loopback) {
    for (const char* text : {"127.0.0.1:1", "127.8.9.1:1", "localhost:1", "[::1]:1"})
        EXPECT_TRUE(readHostPort(text)->isLoopback()) << text;
    for (const char* text :
         {"0.0.0.0:1", "10.0.0.1:1", "127.example-host:1", "[::]:1", "localhost.example:1"})
        EXPECT_FALSE(readHostPort(text)->isLoopback()) << text;
}

TEST(Registry, PlainOnlyOnTheSameMachine) {
    EXPECT_EQ(readRegistryAddress("http://127.0.0.1:8480")->url(), "http://127.0.0.1:8480");
    EXPECT_EQ(readRegistryAddress("https://[2001:db8::1]:443")->url(), "https://[2001:db8::1]:443");
    for (const char* text : {"http://10.0.0.1:80", "https://host", "https://host:1/",
                             "ftp://host:1", "host:1", "https://u:p@host:1", "HTTPS://host:1"})
        EXPECT_FALSE(readRegistryAddress(text)) << text;
}

TEST(WebUrl, GoodAndBad) {
    EXPECT_EQ(*readWebUrl("https://a.example/x//"), "https://a.example/x");
    EXPECT_EQ(*readWebUrl("http://127.0.0.1:80"), "http://127.0.0.1:80");
    for (const char* text :
         {"", "https://", "https:///x", "a.example", "https://a b", "https://a?x", "https://a#x",
          "https://a:x", "javascript:alert(1)", "https://a/\n"})
        EXPECT_FALSE(readWebUrl(text)) << text;
}

TEST(DeviceUrl, ShapesAndTheListOfThemInTheComplaint) {
    const std::vector<Scheme> schemes{{"tcp", Shape::HostPort},
                                      {"usb", Shape::Path},
                                      {"cups", Shape::Name},
                                      {"none", Shape::Word}};
    for (const char* text : {"tcp://h:1", "usb:///dev/x", "usb:///dev/x?a=1", "cups://front-desk_2",
                             "none:", "none:a,b"})
        EXPECT_TRUE(readDeviceUrl(text, schemes)) << text;
    for (const char* text : {"", "tcp://h", "usb://dev/x", "usb:///", "cups://", "cups://a/b",
                             "none", "none:a b", "x://y", "usb:///a b"})
        EXPECT_FALSE(readDeviceUrl(text, schemes)) << text;
    EXPECT_EQ(
        readDeviceUrl("x", schemes).error(),
        R"(is no known address; write one of "tcp://HOST:PORT", "usb:///PATH", "cups://NAME", "none:")");
}

TEST(DeviceUrl, OptionsOnlyWhereADriverReadsThem) {
    const std::vector<Scheme> schemes{
        {"tcp", Shape::HostPort, true}, {"bare", Shape::HostPort}, {"cups", Shape::Name, true}};
    for (const char* text : {"tcp://h:1", "tcp://h:1?width=384&qr=raster", "cups://a?width=384"})
        EXPECT_TRUE(readDeviceUrl(text, schemes)) << text;
    for (const char* text : {"tcp://h?width=384", "tcp://?width=384", "bare://h:1?width=384"})
        EXPECT_FALSE(readDeviceUrl(text, schemes)) << text;
}

TEST(Nearest, SlipsOfTheFinger) {
    const std::vector<std::string> words{"printer", "scanner", "screen_mm",
                                         "site",    "id",      "idreader"};
    EXPECT_EQ(nearest("pritner", words), "printer");
    EXPECT_EQ(nearest("Printer", words), "printer");
    EXPECT_EQ(nearest("screen-mm", words), "screen_mm");
    EXPECT_EQ(nearest("id_reader", words), "idreader");
    EXPECT_EQ(nearest("sites", words), "site");
    EXPECT_EQ(nearest("merchant_key", words), std::nullopt);
    EXPECT_EQ(nearest("xy", words), std::nullopt);
    EXPECT_EQ(nearest("", words), std::nullopt);
    EXPECT_EQ(nearest(std::string(1000, 'x'), words), std::nullopt);
}

} // namespace menzhen::boot
