// SPDX-License-Identifier: Apache-2.0
#include "app/core/reportlayout.h"

#include "app/core/check.h"
#include "app/core/tickettext.h"

#include <algorithm>
#include <utility>

namespace menzhen::core {

namespace {

constexpr int leastReportColumns = 32;
constexpr int factColumns = 10; ///< of a label and the space behind it

struct ReportWords {
    const char* title;
    const char* reprint; ///< before the copy's number
    const char* notFinal;
    const char* notFinalHow;
    const char* amended;
    const char* name;
    const char* visit;
    const char* issued;
    const char* performer;
    const char* range;
    const char* pending; ///< in place of a value that is not known
    const char* high;
    const char* low;
    const char* odd;
    const char* nothingYet;
    const char* conclusion;
    const char* keep;
    const char* printed;
};

constexpr ReportWords reportWordsZh{"检查检验报告",
                                    "补打 第",
                                    "非最终报告",
                                    "结果可能变动,以最终报告为准",
                                    "更正后的最终报告",
                                    "姓名",
                                    "就诊",
                                    "报告时间",
                                    "出具",
                                    "参考 ",
                                    "待出",
                                    "偏高 ↑",
                                    "偏低 ↓",
                                    "异常",
                                    "已登记,暂无结果",
                                    "结论",
                                    "含健康信息,请妥善保管;请由医生解读",
                                    "打印 "};

constexpr ReportWords reportWordsEn{"Examination report",
                                    "REPRINT, copy ",
                                    "NOT FINAL",
                                    "Results may change until it is",
                                    "Corrected final report",
                                    "Name",
                                    "Visit",
                                    "Issued",
                                    "By",
                                    "range ",
                                    "pending",
                                    "high",
                                    "low",
                                    "abnormal",
                                    "Asked for, no result yet",
                                    "Conclusion",
                                    "Your health data: keep it safe. Your doctor explains it",
                                    "Printed "};

std::string blanks(int count) {
    return std::string(static_cast<std::size_t>(std::max(0, count)), ' ');
}

class ReportBuilder {
public:
    ReportBuilder(const ReportContent& content, int columns)
        : content_(content), columns_(columns), words_(english() ? reportWordsEn : reportWordsZh) {}

    TicketLayout build() {
        head();
        rule();
        fact(words_.name, content_.maskedName);
        fact(words_.visit, content_.visit);
        fact(words_.issued, content_.issuedAt);
        fact(words_.performer, content_.performer);
        rule();
        for (const ReportLine& line : content_.lines)
            finding(line);
        if (content_.lines.empty() && content_.conclusion.empty()) centred(words_.nothingYet, 1);
        conclusion();
        rule();
        centred(words_.keep, 1);
        gap(8);
        centred(words_.printed + content_.printedAt + " " + content_.printedBy, 1);
        layout_.push_back(TicketCut{});
        return std::move(layout_);
    }

private:
    bool english() const { return content_.language == TicketLanguage::En; }

    const std::string& inLanguage(const TicketName& name) const {
        return english() && !name.en.empty() ? name.en : name.zh.empty() ? name.en : name.zh;
    }

    static std::string plain(std::string_view text) { return utf8Of(codePoints(text)); }

    void gap(int dots) { layout_.push_back(TicketGap{dots}); }

    void rule() {
        gap(6);
        layout_.push_back(TicketRule{});
        gap(6);
    }

    void line(std::vector<TicketSpan> spans, TicketAlign align = TicketAlign::Left) {
        layout_.push_back(TicketText{std::move(spans), align});
    }

    void centred(const std::string& text, int scale, bool bold = false) {
        for (std::string& part : wrapText(text, columns_ / scale, 0))
            line({{std::move(part), scale, bold}}, TicketAlign::Centre);
    }

    /// Large when that stays on one line.
    int scaleOf(const std::string& text) const { return 2 * columnsOf(text) <= columns_ ? 2 : 1; }

    void marked(const std::string& text) {
        const std::string mark = "★ " + text + " ★";
        centred(mark, scaleOf(mark), true);
    }

    void head() {
        const std::string& hospital = inLanguage(content_.hospital);
        centred(hospital, scaleOf(hospital), true);
        centred(words_.title, 1);
        gap(8);
        if (content_.copy > 1)
            marked(words_.reprint + std::to_string(content_.copy) + (english() ? "" : " 份"));
        if (!content_.final) {
            marked(words_.notFinal);
            centred(words_.notFinalHow, 1);
        } else if (content_.amended) {
            centred(words_.amended, 1, true);
        }
        gap(8);
        const std::string& name = inLanguage(content_.name);
        centred(name, scaleOf(name), true);
        if (english() && name != content_.name.zh) centred(content_.name.zh, 1);
    }

    void fact(const std::string& label, const std::string& value) {
        std::string start = label + blanks(factColumns - columnsOf(label));
        for (std::string& part : wrapText(value, columns_ - factColumns, 0))
            line({{std::exchange(start, blanks(factColumns)), 1, false},
                  {std::move(part), 1, true}});
    }

    std::string judged(const std::string& flag) const {
        if (flag.empty() || flag == "N") return {};
        if (flag == "H" || flag == "HH") return words_.high;
        if (flag == "L" || flag == "LL") return words_.low;
        return flag == "A" || flag == "AA" ? words_.odd : flag;
    }

    /// The name, the value at the other end of the line where there is room; below, its range.
    void finding(const ReportLine& one) {
        const std::string name = plain(inLanguage(one.name));
        std::string value = plain(one.value.empty() ? words_.pending : one.value);
        if (!one.value.empty() && !one.unit.empty()) value += " " + plain(one.unit);
        const int left = columns_ - columnsOf(name) - columnsOf(value);
        if (left > 1) {
            line({{name + blanks(left), 1, false}, {value, 1, true}});
        } else {
            for (std::string& part : wrapText(name, columns_, 0))
                line({{std::move(part), 1, false}});
            for (std::string& part : wrapText(value, columns_ - 2, 0))
                line({{"  " + std::move(part), 1, true}});
        }
        const std::string range =
            one.range.empty() ? std::string() : words_.range + plain(one.range);
        const std::string word = plain(judged(one.flag));
        if (range.empty() && word.empty()) return;
        const int between = columns_ - 2 - columnsOf(range) - columnsOf(word);
        if (between > 0) return line({{"  " + range + blanks(between), 1, false}, {word, 1, true}});
        for (std::string& part : wrapText(range, columns_ - 2, 0))
            line({{"  " + std::move(part), 1, false}});
        for (std::string& part : wrapText(word, columns_ - 2, 0))
            line({{"  " + std::move(part), 1, true}});
    }

    void conclusion() {
        if (content_.conclusion.empty()) return;
        if (!content_.lines.empty()) rule();
        line({{words_.conclusion, 1, true}});
        std::string_view rest = content_.conclusion;
        while (!rest.empty()) { // its own lines stay lines
            const auto end = std::min(rest.find('\n'), rest.size());
            for (std::string& part : wrapText(rest.substr(0, end), columns_, 0))
                line({{std::move(part), 1, false}});
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }

    const ReportContent& content_;
    int columns_;
    const ReportWords& words_;
    TicketLayout layout_;
};

} // namespace

TicketLayout layoutReport(const ReportContent& content, int columns) {
    MENZHEN_CHECK(columns >= leastReportColumns, "a report needs 32 columns");
    return ReportBuilder(content, columns).build();
}

} // namespace menzhen::core
