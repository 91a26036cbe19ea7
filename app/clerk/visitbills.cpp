// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/visitbills.h"

#include "app/clerk/payments.h"

namespace menzhen::clerk {

namespace {

/// The newest bill of the visit: its booking's, or that of the hold of which its ticket was made.
std::optional<BillRow> billOfVisit(Views& views, const Visit& visit) {
    if (visit.booking)
        return billOfBooking(views.database(), views.site(), visit.booking->text("id"));
    if (!visit.entry) return std::nullopt;
    auto row = billOfSlot(views.database(), views.site(), visit.day, visit.entry->text("session"),
                          visit.entry->integer("slot"));
    if (!row || !row->booking.empty() || row->bill.settledBy.empty()) return std::nullopt;
    return row;
}

/// "" where no money moved and none may: then the fee's own state says what is to do.
std::string billStateOf(const std::string& told) {
    if (told == "paid" || told == "refunding" || told == "refunded" || told == "staff") return told;
    return told == "failed" || told == "closed" ? std::string() : "paying";
}

struct PayWords {
    const char* zh;
    const char* en;
};

PayWords wordsOf(const std::string& state, const std::string& feeState) {
    if (state == "paid") return {"已付款，当天无需再缴费", "Paid: nothing is to pay on the day"};
    if (state == "refunding") return {"正在原路退回您的钱包", "On its way back to your wallet"};
    if (state == "refunded") return {"已原路退回您的钱包", "Back in your wallet"};
    if (state == "staff")
        return {"退款需人工办理，请凭凭证号到人工窗口",
                "Staff bring the money back: ask at a staffed window with the reference"};
    if (state == "paying") return {"正在确认，请勿重复付款", "Being confirmed: do not pay again"};
    if (feeState == "unpaid") return {"请在本页面付款", "Pay on this page"};
    return {"请在医院窗口缴费", "Pay at a window of the hospital"};
}

bool isOff(const std::string& state) {
    return state == "cancelled" || state == "stopped" || state == "noshow";
}

} // namespace

json billsOf(Views& views, const Visit& visit, const json& lines, const std::string& feeState) {
    json payment;
    json shown = lines;
    std::int64_t total = 0;
    std::string state;
    if (const auto row = billOfVisit(views, visit)) {
        payment = paymentJson(*row, views.clock().utcMs());
        shown = payment["lines"];
        state = billStateOf(payment["state"]);
        // Cancelled: the refund is begun by the next sweep, and nobody is told "paid" until then.
        if (state == "paid" && feeState == "owed") state = "refunding";
    }
    for (const json& line : shown)
        total += line["fen"].get<std::int64_t>();
    const bool due =
        total > 0 && !isOff(visit.state()) && (feeState.empty() || feeState == "unpaid");
    if (state.empty() && !due) return json::array();
    if (state.empty()) state = "unpaid";
    const PayWords where = wordsOf(state, feeState);
    json bill{{"id", visit.id}, {"state", state},     {"total_fen", total},
              {"lines", shown}, {"pay_zh", where.zh}, {"pay_en", where.en}};
    if (!payment.is_null()) bill["payment"] = payment;
    return json::array({bill});
}

} // namespace menzhen::clerk
