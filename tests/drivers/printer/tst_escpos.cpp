// SPDX-License-Identifier: Apache-2.0
// What goes to the printer, byte by byte. The emulator (tests/system/escpos_emulator.py) says what
// a printer would make of it; here the bytes themselves are held still.
#include "app/core/reportlayout.h"
#include "drivers/printer/escpos.h"
#include "drivers/printer/gbk.h"
#include "drivers/printer/qrsymbol.h"
#include "drivers/printer/typeface.h"
#include "tests/drivers/printer/demoticket.h"
#include "tests/drivers/printer/hexdiff.h"

using namespace menzhen;
using namespace menzhen::printer;
using printertest::chineseTicket;
using printertest::englishTicket;
using printertest::matchesGolden;

namespace {

core::Bytes encode(const core::TicketContent& content, const PrinterProfile& profile,
                   const LinePicture& picture = {}) {
    const auto job =
        encodeTicket(core::layoutTicket(content, profile.columns()), profile, {"A001"}, picture);
    EXPECT_TRUE(job) << job.error().detail;
    return job ? job->bytes : core::Bytes{};
}

core::Bytes line(const std::string& text, const PrinterProfile& profile = {}) {
    const auto job = encodeTicket({core::TicketText{{{text, 1, false}}, core::TicketAlign::Left}},
                                  profile, {}, {});
    return job->bytes;
}

PrinterProfile narrow() {
    PrinterProfile profile;
    profile.widthDots = 384;
    profile.nativeQr = false;
    profile.cut = false;
    return profile;
}

bool has(const core::Bytes& bytes, const std::string& hex) {
    const core::Bytes part = *core::fromHex(hex);
    return std::search(bytes.begin(), bytes.end(), part.begin(), part.end()) != bytes.end();
}

} // namespace

TEST(Escpos, goldenChinese80mm) {
    EXPECT_TRUE(matchesGolden(encode(chineseTicket(), {}), "zh-576.bin"));
}

TEST(Escpos, goldenEnglish80mm) {
    EXPECT_TRUE(matchesGolden(encode(englishTicket(), {}), "en-576.bin"));
}

TEST(Escpos, goldenChinese58mmWithoutKnifeAndQr) {
    EXPECT_TRUE(matchesGolden(encode(chineseTicket(), narrow()), "zh-384-raster.bin"));
}

TEST(Escpos, goldenEnglish58mm) {
    PrinterProfile profile;
    profile.widthDots = 384;
    EXPECT_TRUE(matchesGolden(encode(englishTicket(), profile), "en-384.bin"));
}

TEST(Escpos, goldenReportChinese80mm) {
    const auto job =
        encodeTicket(core::layoutReport(printertest::demoReport(), 48), {}, {"R001"}, {});
    ASSERT_TRUE(job) << job.error().detail;
    EXPECT_TRUE(matchesGolden(job->bytes, "report-zh-576.bin"));
}

TEST(Escpos, goldenReportEnglish58mm) {
    PrinterProfile profile;
    profile.widthDots = 384;
    core::ReportContent report = printertest::demoReport();
    report.language = core::TicketLanguage::En;
    report.final = true;
    report.copy = 1;
    const auto job = encodeTicket(core::layoutReport(report, 32), profile, {"R002"}, {});
    ASSERT_TRUE(job) << job.error().detail;
    EXPECT_TRUE(matchesGolden(job->bytes, "report-en-384.bin"));
}

TEST(Escpos, aTicketFitsTheSmallestBuffer) {
    core::TicketContent largest = chineseTicket();
    largest.code = printertest::codeOf(512);
    largest.reprint = largest.provisional = true;
    EXPECT_LT(encode(largest, {}).size(), 4096u);
    largest.language = core::TicketLanguage::En;
    EXPECT_LT(encode(largest, {}).size(), 4096u);
}

TEST(Escpos, theYenSignIsTheFullWidthOne) {
    EXPECT_TRUE(has(line("¥50"), "a3a43530"));
    EXPECT_TRUE(has(line("￥50"), "a3a43530"));
}

TEST(Escpos, latinLettersLeaveTheHanziFontAndComeBack) {
    // FS . ESC t 16, u with diaeresis of windows-1252, then FS & before the next Hanzi
    EXPECT_TRUE(has(line("诊Mü诊"), "d5ef4d1c2e1b7410fc1c26d5ef"));
    // and at the end of the line, so that the next line starts in Hanzi
    EXPECT_TRUE(has(line("ü"), "fc1c26"));
}

TEST(Escpos, rareNamesAreNeverFourBytes) {
    EXPECT_FALSE(gbkOf(0x4DAE));
    EXPECT_FALSE(gbkOf(0x20BB7));
    EXPECT_FALSE(gbkOf(0x20AC)); // one byte in some tables, two in none
    EXPECT_TRUE(gbkOf(U'诊'));
    EXPECT_TRUE(has(line("䶮*"), "a1fe2a")); // no typeface: the geta mark, not nothing
}

TEST(Escpos, aLineWithARareNameIsAPictureWhereThereIsATypeface) {
    auto typeface = Typeface::open();
    ASSERT_TRUE(typeface) << typeface.error().detail;
    core::TicketContent ticket = chineseTicket();
    ticket.maskedName = "䶮*𠮷";
    const core::Bytes bytes = encode(
        ticket, {}, [&](const core::TicketText& text) { return (*typeface)->line(text.spans); });
    EXPECT_TRUE(has(bytes, "1d763000"));
    EXPECT_FALSE(has(bytes, "a1fe"));
    EXPECT_LT(bytes.size(), 4096u);
}

TEST(Escpos, noPictureHoldsARealTimeCommand) {
    // Every pair of bytes that could be one, in every place of a strip.
    core::TicketLayout layout{core::TicketText{{{"䶮", 1, false}}, core::TicketAlign::Left}};
    for (const int second : {0x04, 0x05, 0x14}) {
        const auto job = encodeTicket(layout, {}, {}, [&](const core::TicketText&) {
            Canvas canvas(24, 200);
            for (int y = 0; y < canvas.height; ++y)
                for (int x = 0; x < 24; ++x) {
                    const int byte = (y + x / 8) % 2 == 0 ? 0x10 : second;
                    if (byte & (0x80 >> (x % 8))) canvas.ink(x, y, 255);
                }
            return canvas;
        });
        ASSERT_TRUE(job);
        for (std::size_t i = 1; i < job->bytes.size(); ++i)
            ASSERT_FALSE(job->bytes[i - 1] == 0x10 && job->bytes[i] == second) << i;
    }
}

TEST(Escpos, qrModulesAreAsLargeAsFits) {
    EXPECT_EQ(fittingModuleDots(17 + 4 * 10, 576, 4, 6), 6);
    EXPECT_EQ(fittingModuleDots(17 + 4 * 10, 384, 4, 6), 5); // drivers.md 1.4
    EXPECT_EQ(fittingModuleDots(17 + 4 * 20, 384, 4, 6), 0);
    const auto symbol = makeQr(printertest::codeOf(232));
    ASSERT_TRUE(symbol);
    EXPECT_LE(symbol->side, 17 + 4 * 10);
}

TEST(Escpos, whatCannotBePrintedIsRefused) {
    core::TicketContent ticket = chineseTicket();
    ticket.code = std::string(1001, 'A');
    const auto tooLong = encodeTicket(core::layoutTicket(ticket, 48), {}, {"A001"}, {});
    ASSERT_FALSE(tooLong);
    EXPECT_EQ(tooLong.error().code, "printer-bad-job");
    EXPECT_EQ(encodeTicket({}, {}, {"A\n01"}, {}).error().code, "printer-bad-job");
    EXPECT_EQ(encodeTicket({}, {}, {"A0123"}, {}).error().code, "printer-bad-job");
}

TEST(Escpos, aReprintCutsTheStumpFirst) {
    const auto job = encodeTicket({}, {}, {"A001", true}, {});
    EXPECT_EQ(core::toHex(job->bytes), "1b401c261d564200"
                                       "1d28480600303041303031"
                                       "1d7201");
}
