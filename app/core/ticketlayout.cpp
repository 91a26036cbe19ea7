// SPDX-License-Identifier: Apache-2.0
#include "app/core/ticketlayout.h"

#include "app/core/check.h"
#include "app/core/tickettext.h"
#include "app/core/ticketwords.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace menzhen::core {

namespace {

constexpr int kMinColumns = 32;
constexpr int kRoomyColumns = 40;
constexpr int kLabelColumns = 8;
constexpr int kMaxScale = 8;         // GS ! ends there
constexpr std::size_t kMaxLines = 4; // of one wrapped text; the rest is cut with an ellipsis

std::string filled(std::string text, std::initializer_list<std::string_view> values) {
    int index = 0;
    for (const std::string_view value : values) {
        const std::string mark{'%', static_cast<char>('0' + ++index)};
        if (const auto at = text.find(mark); at != std::string::npos)
            text.replace(at, mark.size(), value);
    }
    return text;
}

std::vector<std::string> wrapped(std::string_view text, int columns) {
    return wrapText(text, columns, kMaxLines);
}

class TicketBuilder {
public:
    TicketBuilder(const TicketContent& content, int columns)
        : content_(content), columns_(columns), words_(ticketWords(content.language)) {}

    TicketLayout build() {
        head();
        number();
        place();
        rule();
        fields();
        rule();
        money();
        advice();
        codes();
        foot();
        layout_.push_back(TicketCut{});
        return std::move(layout_);
    }

private:
    bool english() const { return content_.language == TicketLanguage::En; }

    const std::string& inLanguage(const TicketName& name) const {
        return english() && !name.en.empty() ? name.en : name.zh.empty() ? name.en : name.zh;
    }

    void gap(int dots) { layout_.push_back(TicketGap{dots}); }

    void rule() {
        gap(6);
        layout_.push_back(TicketRule{});
        gap(6);
    }

    void centred(std::string_view text, int scale, bool bold = false) {
        for (std::string& line : wrapped(text, columns_ / scale))
            layout_.push_back(
                TicketText{{TicketSpan{std::move(line), scale, bold}}, TicketAlign::Centre});
    }

    // The largest scale up to `most` at which the text stays on one line.
    int fittingScale(std::string_view text, int most) const {
        const int width = std::max(1, columnsOf(text));
        return std::clamp(columns_ / width, 1, most);
    }

    void head() {
        centred(inLanguage(content_.hospital), fittingScale(inLanguage(content_.hospital), 2),
                true);
        centred(isSlip() ? words_.slipTitle : words_.title, 1);
        if (content_.reprint || content_.provisional) gap(8);
        if (content_.reprint) centred(filled("★ %1 ★", {words_.reprint}), 2, true);
        if (!content_.provisional) return;
        centred(words_.provisional, 2, true);
        centred(words_.provisionalHow, 1);
    }

    void number() {
        gap(12);
        // A little air beside the number: it is read from two metres away.
        const int width = columnsOf(content_.number) + 1;
        const int scale = std::clamp(columns_ / std::max(1, width), 1, kMaxScale);
        centred(content_.number, scale, true);
        gap(12);
    }

    void place() {
        bothNames(content_.department, 2);
        if (content_.service) return;
        if (content_.doctor.empty())
            bothNames({ticketWordsZh.anyDoctor, ticketWordsEn.anyDoctor}, 1);
        else
            bothNames(content_.doctor, 2);
    }

    void bothNames(const TicketName& name, int scale) {
        const std::string& main = inLanguage(name);
        centred(main, fittingScale(main, scale), true);
        if (english() && !name.zh.empty() && main != name.zh) centred(name.zh, 1);
    }

    static std::string spaces(int count) {
        return std::string(static_cast<std::size_t>(std::max(0, count)), ' ');
    }

    // A small label and a large value, with a small remark behind it. A value that is too long for
    // that is printed small, below itself as often as it takes; so is a remark without room.
    void field(std::string_view label, std::string_view value, std::string_view remark = {}) {
        if (value.empty()) return;
        const int indent = columns_ >= kRoomyColumns ? 2 : 1;
        const int start = indent + kLabelColumns;
        const int valueColumns = columns_ - start;
        std::string head = spaces(indent);
        head += label;
        head += spaces(start - columnsOf(head));
        TicketText line{{{head, 1, false}}, TicketAlign::Left};
        if (2 * columnsOf(value) <= valueColumns) {
            line.spans.push_back({std::string(value), 2, true});
            const int left = valueColumns - 2 * columnsOf(value) - 2;
            if (!remark.empty() && columnsOf(remark) <= left) {
                line.spans.push_back({spaces(2).append(remark), 1, false});
                remark = {};
            }
            layout_.push_back(std::move(line));
        } else {
            for (const std::string& part : wrapped(value, valueColumns)) {
                line.spans.push_back({part, 1, true});
                layout_.push_back(std::exchange(
                    line, TicketText{{{spaces(start), 1, false}}, TicketAlign::Left}));
            }
        }
        for (const std::string& part : wrapped(remark, valueColumns))
            layout_.push_back(
                TicketText{{{spaces(start).append(part), 1, false}}, TicketAlign::Left});
    }

    void fields() {
        field(words_.slipDay, content_.visitDay);
        field(words_.band, content_.band);
        field(words_.zone, content_.zone, inLanguage(content_.roomHint));
        if (content_.peopleAhead)
            field(words_.ahead, std::to_string(*content_.peopleAhead), words_.aheadUnit);
        field(words_.call, content_.callRange, words_.callHow);
        field(words_.name, content_.maskedName);
        const std::string_view how = content_.fee == TicketFee::Paid    ? words_.feePaid
                                     : content_.fee == TicketFee::Asked ? words_.feeAsked
                                                                        : words_.feeAtWindow;
        if (content_.fee == TicketFee::None) return;
        // A kiosk without the plan knows that there is a fee, not how much.
        if (content_.feeAmount.empty()) return field(words_.fee, how);
        field(words_.fee, "¥" + content_.feeAmount, how);
    }

    /// Whoever may have paid leaves with the certainty of what happens to the money.
    void money() {
        if (content_.fee != TicketFee::Asked) return;
        centred(words_.feeAskedHow, 1, true);
        rule();
    }

    bool isSlip() const { return !content_.visitDay.empty(); }

    void advice() {
        if (isSlip()) {
            const std::string from = filled(words_.slipFrom, {content_.checkInFrom});
            centred(words_.slipScan, fittingScale(words_.slipScan, 2), true);
            centred(from, fittingScale(from, 2), true);
            return;
        }
        const bool expected = !content_.checkInFrom.empty();
        const std::string first =
            filled(expected ? words_.expected : words_.wait, {content_.zone, content_.checkInFrom});
        const std::string second = expected ? words_.expectedAfter : words_.waitHow;
        centred(first, fittingScale(first, 2), true);
        centred(second, fittingScale(second, 2), true);
    }

    void codes() {
        if (!content_.code.empty()) {
            rule();
            layout_.push_back(TicketQr{content_.code, 4, 6});
            centred(words_.codeHint, 1);
            shortCode();
        }
        if (!content_.pageUrl.empty()) {
            rule();
            layout_.push_back(TicketQr{content_.pageUrl, 4, 5});
            centred(words_.pageHint, 1);
        }
    }

    void shortCode() {
        const int room = columns_ - columnsOf(words_.shortCode) - 1;
        if (2 * columnsOf(content_.shortCode) > room) return centred(content_.shortCode, 1);
        if (content_.shortCode.empty()) return;
        layout_.push_back(TicketText{
            {{std::string(words_.shortCode).append(" "), 1, false}, {content_.shortCode, 2, true}},
            TicketAlign::Centre});
    }

    void foot() {
        gap(8);
        centred(filled(words_.printed, {content_.printedAt, content_.printedBy}), 1);
    }

    const TicketContent& content_;
    int columns_;
    const TicketWords& words_;
    TicketLayout layout_;
};

} // namespace

TicketLayout layoutTicket(const TicketContent& content, int columns) {
    MENZHEN_CHECK(columns >= kMinColumns, "a ticket needs 32 columns");
    return TicketBuilder(content, columns).build();
}

} // namespace menzhen::core
