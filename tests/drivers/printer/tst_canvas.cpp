// SPDX-License-Identifier: Apache-2.0
// The picture of a ticket: its codes are read back, its text stands inside the paper.
#include "drivers/printer/ticketpicture.h"
#include "tests/drivers/printer/demoticket.h"

#define ZX_USE_UTF8 1
#include <ZXing/ReadBarcode.h>
#include <gmock/gmock.h>

using namespace menzhen;
using namespace menzhen::printer;

namespace {

std::vector<std::string> codesIn(const Canvas& picture) {
    const ZXing::ImageView view(picture.grey.data(), picture.width, picture.height,
                                ZXing::ImageFormat::Lum);
    std::vector<std::string> texts;
    for (const auto& result :
         ZXing::ReadBarcodes(view, ZXing::DecodeHints().setFormats(ZXing::BarcodeFormat::QRCode)))
        texts.push_back(result.text());
    return texts;
}

} // namespace

TEST(TicketPicture, bothCodesAreReadableOnBothPapers) {
    auto typeface = Typeface::open();
    ASSERT_TRUE(typeface) << typeface.error().detail;
    for (const int width : {576, 512, 384})
        for (const core::TicketContent& ticket :
             {printertest::chineseTicket(), printertest::englishTicket()}) {
            const auto picture =
                drawTicket(core::layoutTicket(ticket, width / 12), width, **typeface);
            ASSERT_TRUE(picture);
            EXPECT_EQ(picture->width, width);
            EXPECT_THAT(codesIn(*picture),
                        testing::UnorderedElementsAre(ticket.code, ticket.pageUrl));
        }
}

TEST(TicketPicture, aCodeTooLargeForThePaperIsAnError) {
    auto typeface = Typeface::open();
    ASSERT_TRUE(typeface);
    const auto picture = drawTicket({core::TicketQr{std::string(900, 'a'), 4, 6}}, 384, **typeface);
    ASSERT_FALSE(picture);
    EXPECT_EQ(picture.error().code, "printer-bad-job");
}

TEST(Typeface, drawsRareHanziAndAccents) {
    auto typeface = Typeface::open();
    ASSERT_TRUE(typeface);
    const auto dark = [&](const char* text) {
        const Canvas line = (*typeface)->line({{text, 1, false}});
        return std::count_if(line.grey.begin(), line.grey.end(),
                             [](std::uint8_t dot) { return dot < 128; });
    };
    EXPECT_GT(dark("䶮"), 60);
    EXPECT_GT(dark("𠮷"), 60);
    EXPECT_GT(dark("ü"), dark("u"));
    EXPECT_EQ(dark(" "), 0);
}

TEST(Canvas, dotsAreTrimmedAtTheRightAlone) {
    Canvas canvas(24, 2);
    canvas.ink(9, 1, 255);
    canvas.ink(100, 1, 255); // outside: nothing
    const DotRaster dots = toDots(canvas);
    EXPECT_EQ(dots.rowBytes, 2);
    EXPECT_EQ(core::toHex(dots.bits), "00000040");
}

TEST(Canvas, anUnwritablePictureIsAnError) {
    EXPECT_EQ(writePng(Canvas(8, 8), "/dev/null/x.png").error().code, "printer-disk");
    EXPECT_EQ(writePng(Canvas(64, 64), "/dev/full").error().code, "printer-disk");
}
