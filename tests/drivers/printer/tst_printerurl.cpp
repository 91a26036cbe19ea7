// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/printerfactory.h"

#include <gmock/gmock.h>

using namespace menzhen;
using printer::parsePrinterUrl;
using printer::PrinterKind;

TEST(PrinterUrl, readsEveryForm) {
    const auto tcp = parsePrinterUrl("escpos+tcp://192.0.2.7:9100?width=384&qr=raster&cut=no");
    ASSERT_TRUE(tcp) << tcp.error().detail;
    EXPECT_EQ(tcp->kind, PrinterKind::Tcp);
    EXPECT_EQ(tcp->place, "192.0.2.7");
    EXPECT_EQ(tcp->port, 9100);
    EXPECT_EQ(tcp->profile.widthDots, 384);
    EXPECT_FALSE(tcp->profile.nativeQr);
    EXPECT_FALSE(tcp->profile.cut);
    EXPECT_EQ(parsePrinterUrl("escpos+tcp://[::1]:9100")->place, "::1");

    EXPECT_EQ(parsePrinterUrl("escpos+usb:///dev/usb/lp0")->place, "/dev/usb/lp0");
    const auto serial = parsePrinterUrl("escpos+serial:///dev/ttyS0?baud=19200&flow=rtscts");
    ASSERT_TRUE(serial);
    EXPECT_EQ(serial->profile.baud, 19200);
    EXPECT_EQ(serial->flow, wire::FlowControl::RtsCts);
    EXPECT_EQ(parsePrinterUrl("escpos+serial:///dev/ttyS0")->profile.baud, 9600);
    EXPECT_EQ(parsePrinterUrl("cups://tickets")->place, "tickets");
    EXPECT_EQ(parsePrinterUrl("png:///var/lib/tickets")->place, "/var/lib/tickets");
    EXPECT_EQ(parsePrinterUrl("png:///x?codepage=none")->profile.latinCodePage, -1);
}

TEST(PrinterUrl, refusesTheRestInWords) {
    const auto why = [](const char* url) {
        const auto address = parsePrinterUrl(url);
        if (address) return std::string("accepted");
        EXPECT_EQ(address.error().code, "bad-printer-url");
        return address.error().detail;
    };
    using testing::HasSubstr;
    EXPECT_THAT(why(""), HasSubstr("escpos+tcp://"));
    EXPECT_THAT(why("http://x"), HasSubstr("one of"));
    EXPECT_THAT(why("http://x"), testing::StartsWith("printer: ")); // the site file's key
    EXPECT_THAT(why("escpos+tcp://host"), HasSubstr("HOST:PORT"));
    EXPECT_THAT(why("escpos+tcp://:9100"), HasSubstr("HOST:PORT"));
    EXPECT_THAT(why("escpos+tcp://host:0"), HasSubstr("HOST:PORT"));
    EXPECT_THAT(why("escpos+tcp://host:65536"), HasSubstr("HOST:PORT"));
    EXPECT_THAT(why("escpos+usb://dev/usb/lp0"), HasSubstr("full path"));
    EXPECT_THAT(why("png:///"), HasSubstr("full path"));
    EXPECT_THAT(why("cups://"), HasSubstr("queue"));
    EXPECT_THAT(why("cups://-oraw"), HasSubstr("queue"));
    EXPECT_THAT(why("png:///x?width=10"), HasSubstr("'width' cannot be '10'"));
    EXPECT_THAT(why("png:///x?width=576x"), HasSubstr("'576x'"));
    EXPECT_THAT(why("png:///x?colour=red"), HasSubstr("unknown option 'colour'"));
    EXPECT_THAT(why("png:///x?baud=9600"), HasSubstr("unknown option 'baud'"));
    EXPECT_THAT(why("png:///x?cut"), HasSubstr("needs a value"));
}
