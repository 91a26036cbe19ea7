// SPDX-License-Identifier: Apache-2.0
// What a ticket says and that it fits, whatever it says.
#include "app/core/ticketlayout.h"
#include "app/core/tickettext.h"

#include <gmock/gmock.h>
#include <random>

using namespace menzhen::core;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

namespace {

TicketContent sample(TicketLanguage language) {
    TicketContent ticket;
    ticket.language = language;
    ticket.hospital = {"示例医院", "Example Hospital"};
    ticket.number = "C012";
    ticket.department = {"心血管内科", "Cardiology"};
    ticket.doctor = {"周示范", "Dr Zhou"};
    ticket.zone = "3A";
    ticket.band = "09:30-10:00";
    ticket.peopleAhead = 5;
    ticket.callRange = "10:05-10:25";
    ticket.maskedName = "张*";
    ticket.fee = TicketFee::AtWindow;
    ticket.feeAmount = "50.00";
    ticket.code = "MZ1:ABC";
    ticket.shortCode = "7K3M-9QXD";
    ticket.pageUrl = "https://h.example/v#7K3M-9QXD";
    ticket.printedAt = "2026-11-23 08:02";
    return ticket;
}

int widthOf(const TicketText& line) {
    int width = 0;
    for (const TicketSpan& span : line.spans)
        width += columnsOf(span.text) * span.scale;
    return width;
}

std::vector<std::string> linesOf(const TicketContent& ticket, int columns = 48) {
    std::vector<std::string> lines;
    for (const TicketElement& element : layoutTicket(ticket, columns)) {
        const auto* text = std::get_if<TicketText>(&element);
        if (!text) continue;
        lines.emplace_back();
        for (const TicketSpan& span : text->spans)
            lines.back() += span.text;
    }
    return lines;
}

} // namespace

TEST(TicketLayout, saysWhatTheContentSaysInItsLanguage) {
    const auto zh = linesOf(sample(TicketLanguage::Zh));
    EXPECT_THAT(zh, Contains("C012"));
    EXPECT_THAT(zh, Contains("请在 3A 区候诊"));
    EXPECT_THAT(zh, Contains(testing::AllOf(HasSubstr("10:05-10:25"), HasSubstr("会变动"))));
    EXPECT_THAT(zh, Contains(HasSubstr("请到窗口缴费")));
    EXPECT_THAT(zh, Not(Contains(HasSubstr("Cardiology"))));
    const auto en = linesOf(sample(TicketLanguage::En));
    EXPECT_THAT(en, Contains("Wait in zone 3A"));
    EXPECT_THAT(en, Contains("Cardiology"));
    EXPECT_THAT(en, Contains("心血管内科")); // staff read it too
    EXPECT_THAT(en, Contains("周示范"));
}

TEST(TicketLayout, anExpectedTicketSaysWhenAndWhereToScanItAndNotToWait) {
    TicketContent ticket = sample(TicketLanguage::Zh);
    ticket.checkInFrom = "09:30";
    EXPECT_THAT(linesOf(ticket), Contains("09:30 起在 3A 区扫此票"));
    EXPECT_THAT(linesOf(ticket), Not(Contains(HasSubstr("候诊\""))));
    EXPECT_THAT(linesOf(ticket), Not(Contains("屏幕和语音会叫您的号")));
    ticket.language = TicketLanguage::En;
    EXPECT_THAT(linesOf(ticket), Contains("Scan this at zone 3A from 09:30"));
}

TEST(TicketLayout, whatIsUnknownIsLeftOut) {
    TicketContent ticket = sample(TicketLanguage::Zh);
    ticket.maskedName.clear();
    ticket.peopleAhead.reset();
    ticket.callRange.clear();
    ticket.fee = TicketFee::None;
    ticket.doctor = {};
    const auto lines = linesOf(ticket);
    EXPECT_THAT(lines, Not(Contains(HasSubstr("姓名"))));
    EXPECT_THAT(lines, Not(Contains(HasSubstr("前面"))));
    EXPECT_THAT(lines, Not(Contains(HasSubstr("预计"))));
    EXPECT_THAT(lines, Not(Contains(HasSubstr("挂号费"))));
    EXPECT_THAT(lines, Contains("本科室任一医生"));
}

TEST(TicketLayout, whoMayHavePaidIsToldWhatHappensToTheMoney) {
    TicketContent ticket = sample(TicketLanguage::Zh);
    EXPECT_THAT(linesOf(ticket), Not(Contains(HasSubstr("请勿再次付款"))));
    ticket.fee = TicketFee::Asked;
    ticket.feeAmount = "50.00 / 3F9A-01BC";
    for (const int columns : {32, 42, 48}) {
        std::string all;
        ticket.language = TicketLanguage::Zh;
        for (const std::string& line : linesOf(ticket, columns))
            all += line;
        EXPECT_THAT(all, HasSubstr("3F9A-01BC"));
        EXPECT_THAT(all, HasSubstr("自动计入此号,不能计入则自动原路退回。请勿再次付款"));
        EXPECT_THAT(all, HasSubstr("到窗口可查。")); // nothing of it is cut
        EXPECT_THAT(all, Not(HasSubstr("请到窗口缴费")));
        ticket.language = TicketLanguage::En;
        all.clear();
        for (const std::string& line : linesOf(ticket, columns))
            all += line + " ";
        EXPECT_THAT(all, HasSubstr("Do not pay again"));
        EXPECT_THAT(all, HasSubstr("with this number."));
    }
}

TEST(TicketLayout, marksStandOnTheTicketOnlyWhenTheyHold) {
    TicketContent ticket = sample(TicketLanguage::Zh);
    EXPECT_THAT(linesOf(ticket), Not(Contains(HasSubstr("补打"))));
    ticket.reprint = ticket.provisional = true;
    EXPECT_THAT(linesOf(ticket), Contains("★ 补打 ★"));
    EXPECT_THAT(linesOf(ticket), Contains("离线出票"));
    EXPECT_THAT(linesOf(ticket), Contains("此票有效,网络恢复后自动登记"));
}

TEST(TicketLayout, theNumberIsTheLargestTextOnThePaper) {
    for (const int columns : {32, 42, 48})
        for (const char* number : {"C1", "C012", "AA0123", "C12-03", "ABCDEF123456"}) {
            TicketContent ticket = sample(TicketLanguage::En);
            ticket.number = number;
            int ofNumber = 0;
            int largest = 0;
            for (const TicketElement& element : layoutTicket(ticket, columns))
                if (const auto* text = std::get_if<TicketText>(&element))
                    for (const TicketSpan& span : text->spans)
                        (span.text == number ? ofNumber : largest) =
                            std::max(span.text == number ? ofNumber : largest, span.scale);
            EXPECT_GE(ofNumber, largest) << number << " " << columns;
            EXPECT_GT(ofNumber, 0) << number << " " << columns;
        }
}

TEST(TicketLayout, nothingIsWiderThanThePaperWhateverTheTextsAre) {
    const auto seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    const std::vector<std::string> pieces{
        "门诊", "a", "long-word-of-a-name ", "·", "ü", "¥", "\xFF", "\n", " ", "𠮷", "："};
    const auto text = [&] {
        std::string result;
        for (auto n = random() % 40; n > 0; --n)
            result += pieces[random() % pieces.size()];
        return result;
    };
    for (int round = 0; round < 1000; ++round) {
        TicketContent ticket = sample(random() % 2 ? TicketLanguage::Zh : TicketLanguage::En);
        ticket.hospital = {text(), text()};
        ticket.department = {text(), text()};
        ticket.doctor = {text(), text()};
        ticket.roomHint = {text(), text()};
        ticket.zone = text();
        ticket.callRange = text();
        ticket.band = text();
        ticket.maskedName = text();
        ticket.feeAmount = text();
        ticket.shortCode = text();
        const int columns = 32 + static_cast<int>(random() % 22);
        for (const TicketElement& element : layoutTicket(ticket, columns))
            if (const auto* line = std::get_if<TicketText>(&element)) {
                ASSERT_LE(widthOf(*line), columns);
                for (const TicketSpan& span : line->spans)
                    ASSERT_TRUE(span.scale >= 1 && span.scale <= 8);
            }
    }
}

TEST(TicketText, countsColumnsAsPrintersDo) {
    EXPECT_EQ(columnsOf("C012"), 4);
    EXPECT_EQ(columnsOf("张*"), 3);
    EXPECT_EQ(columnsOf("Mü"), 2);
    EXPECT_EQ(columnsOf("¥·×"), 6);
    EXPECT_EQ(columnsOf("𠮷"), 2);
    EXPECT_EQ(codePoints("a\nb\x7F"), U"ab");
    EXPECT_EQ(codePoints("a\xFFz"), U"a\uFFFDz");
}
