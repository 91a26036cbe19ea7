// SPDX-License-Identifier: Apache-2.0
// What the paper of a report says and that it fits, whatever it says.
#include "app/core/reportlayout.h"
#include "app/core/tickettext.h"

#include <gmock/gmock.h>
#include <random>

using namespace menzhen::core;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

namespace {

ReportContent partialReport() {
    ReportContent report;
    report.hospital = {"示例医院", "Example Hospital"};
    report.name = {"血常规", "Blood count"};
    report.maskedName = "张*";
    report.visit = "C012, 2026-11-23";
    report.issuedAt = "2026-11-23 09:12";
    report.lines = {{{"白细胞", "White cells"}, "11.2", "10^9/L", "3.5-9.5", "H"},
                    {{"血小板", "Platelets"}, "", "", "125-350", ""}};
    report.conclusion = "第一行\n第二行";
    report.printedAt = "2026-11-23 09:40";
    report.printedBy = "K1";
    return report;
}

std::vector<std::string> reportLines(const ReportContent& report, int columns = 48) {
    std::vector<std::string> lines;
    for (const TicketElement& element : layoutReport(report, columns))
        if (const auto* text = std::get_if<TicketText>(&element)) {
            lines.emplace_back();
            for (const TicketSpan& span : text->spans)
                lines.back() += span.text;
        }
    return lines;
}

} // namespace

TEST(ReportLayout, row_W8_thePaperOfAPartialReportSaysSo) {
    ReportContent report = partialReport();
    EXPECT_THAT(reportLines(report), Contains("★ 非最终报告 ★"));
    EXPECT_THAT(reportLines(report), Contains(HasSubstr("待出")));
    report.final = true;
    EXPECT_THAT(reportLines(report), Not(Contains(HasSubstr("非最终"))));
    report.language = TicketLanguage::En;
    report.final = false;
    EXPECT_THAT(reportLines(report), Contains("★ NOT FINAL ★"));
    EXPECT_THAT(reportLines(report), Contains(HasSubstr("pending")));
}

TEST(ReportLayout, aSecondPaperIsMarkedWithItsNumber) {
    ReportContent report = partialReport();
    EXPECT_THAT(reportLines(report), Not(Contains(HasSubstr("补打"))));
    report.copy = 3;
    EXPECT_THAT(reportLines(report), Contains("★ 补打 第3 份 ★"));
    report.language = TicketLanguage::En;
    EXPECT_THAT(reportLines(report), Contains("★ REPRINT, copy 3 ★"));
}

TEST(ReportLayout, aValueOutsideItsRangeHasAWordBesideIt) {
    const auto lines = reportLines(partialReport());
    EXPECT_THAT(lines, Contains(HasSubstr("11.2 10^9/L")));
    EXPECT_THAT(lines, Contains(testing::AllOf(HasSubstr("参考 3.5-9.5"), HasSubstr("偏高"))));
    EXPECT_THAT(lines, Contains("第一行"));
    EXPECT_THAT(lines, Contains("第二行"));
}

TEST(ReportLayout, nothingIsLeftOutOfALongOne) {
    ReportContent report = partialReport();
    report.lines.clear();
    for (int i = 0; i < 200; ++i)
        report.lines.push_back({{"指标" + std::to_string(i), ""}, std::to_string(i), "g", "", ""});
    report.conclusion = std::string(8000, 'x') + "END";
    const auto lines = reportLines(report, 32);
    EXPECT_THAT(lines, Contains(HasSubstr("指标199")));
    EXPECT_THAT(lines, Contains(HasSubstr("END")));
}

TEST(ReportLayout, nothingIsWiderThanThePaperWhateverTheTextsAre) {
    const auto seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    const std::vector<std::string> pieces{
        "检查", "a", "long-word-of-a-name ", "·", "ü", "↑", "\xFF", "\n", " ", "𠮷", "\x1B", "："};
    const auto text = [&] {
        std::string result;
        for (auto n = random() % 40; n > 0; --n)
            result += pieces[random() % pieces.size()];
        return result;
    };
    for (int round = 0; round < 500; ++round) {
        ReportContent report = partialReport();
        report.language = random() % 2 ? TicketLanguage::Zh : TicketLanguage::En;
        report.copy = 1 + static_cast<int>(random() % 3);
        report.hospital = {text(), text()};
        report.name = {text(), text()};
        report.maskedName = text();
        report.performer = text();
        report.conclusion = text();
        for (ReportLine& line : report.lines)
            line = {{text(), text()}, text(), text(), text(), text()};
        const int columns = 32 + static_cast<int>(random() % 17);
        for (const TicketElement& element : layoutReport(report, columns))
            if (const auto* line = std::get_if<TicketText>(&element)) {
                int width = 0;
                for (const TicketSpan& span : line->spans) {
                    width += columnsOf(span.text) * span.scale;
                    ASSERT_EQ(utf8Of(codePoints(span.text)), span.text) << "a control character";
                }
                ASSERT_LE(width, columns);
            }
    }
}
