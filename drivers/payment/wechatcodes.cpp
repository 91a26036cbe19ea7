// SPDX-License-Identifier: Apache-2.0
#include "drivers/payment/wechatcodes.h"

#include "drivers/payment/coderows.h"

#include <algorithm>
#include <array>

namespace menzhen::payment {

namespace {

using core::PaymentSaid;
using core::PaymentVerb;

using namespace codewords;

// Where a code leaves the outcome open, it is listed all the same: the table is the
// documentation's.
constexpr std::array<CodeRow, 29> codeRows{{
    // code                  Open     Charge   Query    End      Refund   RefundQuery
    {"SIGNERROR", {misset, misset, misset, misset, misset, misset}},
    {"APPIDMCHIDNOTMATCH", {misset, misset, misset, misset, misset, misset}},
    {"NOAUTH", {misset, misset, misset, misset, misset, misset}},
    {"MCHNOTEXISTS", {misset, misset, misset, misset, misset, misset}},
    // Our mistake, or the number was used with other figures: no for this request, not for an
    // earlier one, so the caller still asks about the number.
    {"PARAMERROR", {failed, failed, unknown, unknown, staff, unknown}},
    {"INVALIDREQUEST", {failed, failed, unknown, unknown, staff, unknown}},
    // Paid, or used by another scene: believed only when a query says so.
    {"ORDERPAID", {unknown, unknown, unknown, unknown, unknown, unknown}},
    {"OUTTRADENOUSED", {unknown, unknown, unknown, unknown, unknown, unknown}},
    // A dead number. To an End it is the yes that a repeated End wants.
    {"ORDERCLOSED", {failed, failed, unknown, ended, unknown, unknown}},
    {"ORDERREVERSED", {failed, failed, unknown, ended, unknown, unknown}},
    {"ORDERNOTEXIST", {unknown, unknown, missing, missing, missing, missing}},
    {"ORDERNOTEXISTS", {unknown, unknown, missing, missing, missing, missing}},
    {"RESOURCENOTEXISTS", {unknown, unknown, missing, missing, missing, missing}},
    {"REFUNDNOTEXIST", {unknown, unknown, unknown, unknown, unknown, missing}},
    {"USERPAYING", {unknown, paying, paying, again, unknown, unknown}},
    // A refund that the merchant's balance cannot carry yet is asked for again, same number.
    {"NOTENOUGH", {failed, failed, unknown, unknown, unknown, unknown}},
    {"TRADEERROR", {failed, failed, unknown, unknown, unknown, unknown}},
    {"ACCOUNTERROR", {failed, failed, unknown, unknown, unknown, unknown}},
    {"RULELIMIT", {failed, failed, unknown, unknown, unknown, unknown}},
    {"AUTHCODEINVALID", {unknown, failed, unknown, unknown, unknown, unknown}},
    {"AUTHCODEEXPIRE", {unknown, failed, unknown, unknown, unknown, unknown}},
    {"AUTHCODEERROR", {unknown, failed, unknown, unknown, unknown, unknown}},
    {"USERACCOUNTABNORMAL", {unknown, unknown, unknown, unknown, staff, unknown}},
    {"FREQUENCYLIMITED", {unknown, unknown, unknown, unknown, unknown, unknown}},
    {"FREQUENCYLIMITEXCEED", {unknown, unknown, unknown, unknown, unknown, unknown}},
    {"RATELIMIT", {unknown, unknown, unknown, unknown, unknown, unknown}},
    {"RATELIMITEXCEEDED", {unknown, unknown, unknown, unknown, unknown, unknown}},
    {"SYSTEMERROR", {unknown, unknown, unknown, unknown, unknown, unknown}},
    {"BANKERROR", {unknown, unknown, unknown, unknown, unknown, unknown}},
}};

struct WordRow {
    const char* word;
    PaymentSaid says;
};

constexpr std::array<WordRow, 7> stateRows{{
    {"SUCCESS", PaymentSaid::Paid},
    {"REFUND", PaymentSaid::Returned},
    {"NOTPAY", PaymentSaid::Unpaid},
    {"CLOSED", PaymentSaid::Closed},
    {"REVOKED", PaymentSaid::Reversed},
    {"USERPAYING", PaymentSaid::Paying},
    {"PAYERROR", PaymentSaid::Failed},
}};

constexpr std::array<WordRow, 6> refundRows{{
    {"SUCCESS", PaymentSaid::RefundDone},
    {"PROCESSING", PaymentSaid::RefundGoing},
    {"ABNORMAL", PaymentSaid::RefundAbnormal},
    {"CLOSED", PaymentSaid::RefundClosed},
    {"CHANGE", PaymentSaid::RefundAbnormal},    // v2's word for ABNORMAL
    {"REFUNDCLOSE", PaymentSaid::RefundClosed}, // v2's for CLOSED
}};

template <std::size_t n>
PaymentSaid saysWord(const std::array<WordRow, n>& rows, std::string_view word) {
    const std::string plain = plainCode(word);
    const auto row = std::find_if(rows.begin(), rows.end(),
                                  [&plain](const WordRow& r) { return plain == r.word; });
    return row == rows.end() ? PaymentSaid::Unknown : row->says;
}

} // namespace

PaymentSaid wechatCodeSays(std::string_view code, PaymentVerb verb) {
    return saysOf(codeRows, code, verb);
}

PaymentSaid wechatStateSays(std::string_view state) {
    return saysWord(stateRows, state);
}

bool wasPaidThenReversed(const core::PaymentAnswer& answer) {
    return answer.said == PaymentSaid::Reversed && answer.paidAtMs != 0 &&
           !answer.transaction.empty();
}

PaymentSaid wechatRefundSays(std::string_view status) {
    return saysWord(refundRows, status);
}

} // namespace menzhen::payment
