// SPDX-License-Identifier: Apache-2.0
#include "drivers/payment/alipaycodes.h"

#include "drivers/payment/coderows.h"

#include <algorithm>
#include <array>

namespace menzhen::payment {

namespace {

using core::PaymentSaid;
using core::PaymentVerb;

using namespace codewords;

constexpr std::array<CodeRow, 24> codeRows{{
    // code                  Open     Charge   Query    End      Refund   RefundQuery
    {"SYSTEMERROR", {unknown, unknown, unknown, unknown, unknown, unknown}},
    {"UNKNOWERROR", {unknown, unknown, unknown, unknown, unknown, unknown}}, // theirs
    {"UNKNOWNERROR", {unknown, unknown, unknown, unknown, unknown, unknown}},
    // Paid before: believed only when a query says so.
    {"TRADEHASSUCCESS", {unknown, unknown, unknown, unknown, unknown, unknown}},
    {"TRADEHASCLOSE", {failed, failed, unknown, ended, unknown, unknown}},
    // To a close: it is paid, or closed already. The query that follows says which.
    {"TRADESTATUSERROR", {unknown, unknown, unknown, again, unknown, unknown}},
    {"CONTEXTINCONSISTENT", {failed, failed, unknown, unknown, staff, unknown}},
    {"TRADEBUYERNOTMATCH", {failed, failed, unknown, unknown, unknown, unknown}},
    {"PAYMENTAUTHCODEINVALID", {unknown, failed, unknown, unknown, unknown, unknown}},
    {"BUYERBALANCENOTENOUGH", {failed, failed, unknown, unknown, unknown, unknown}},
    {"BUYERBANKCARDBALANCENOTENOUGH", {failed, failed, unknown, unknown, unknown, unknown}},
    {"BANKCARDBALANCENOTENOUGH", {failed, failed, unknown, unknown, unknown, unknown}},
    {"ERRORBALANCEPAYMENTDISABLE", {failed, failed, unknown, unknown, unknown, unknown}},
    {"PULLMOBILECASHIERFAIL", {failed, failed, unknown, unknown, unknown, unknown}},
    {"PAYMENTFAIL", {failed, failed, unknown, unknown, unknown, unknown}},
    {"BUYERPAYMENTAMOUNTDAYLIMITERROR", {failed, failed, unknown, unknown, unknown, unknown}},
    {"INVALIDPARAMETER", {misset, misset, misset, misset, staff, misset}},
    {"ACCESSFORBIDDEN", {misset, misset, misset, misset, misset, misset}},
    {"PARTNERERROR", {misset, misset, misset, misset, misset, misset}},
    {"SELLERBEENBLOCKED", {misset, misset, misset, misset, misset, misset}},
    // No trade exists until a wallet has scanned, and a charge may still be on its way.
    {"TRADENOTEXIST", {unknown, unknown, missing, missing, missing, missing}},
    {"REASONTRADEREFUNDFEEERR", {unknown, unknown, unknown, unknown, staff, unknown}},
    {"REFUNDAMTNOTEQUALTOTAL", {unknown, unknown, unknown, unknown, staff, unknown}},
    {"DISCORDANTREPEATREQUEST", {unknown, unknown, unknown, unknown, staff, unknown}},
}};

} // namespace

PaymentSaid alipayCodeSays(std::string_view code, std::string_view subCode, PaymentVerb verb) {
    // 20001 our authorisation, 40006 our permission, 40001 and 40002 a parameter that is missing or
    // wrong: none is about this order, and asking again would not help.
    if (code == "20001" || code == "40006" || code == "40001" || code == "40002")
        return PaymentSaid::Misset;
    if (code != "40004") return PaymentSaid::Unknown; // 20000: their trouble
    return saysOf(codeRows, subCode, verb);
}

PaymentSaid alipayStatusSays(std::string_view status, bool paid) {
    const std::string plain = plainCode(status);
    if (plain == "TRADESUCCESS" || plain == "TRADEFINISHED") return PaymentSaid::Paid;
    if (plain == "WAITBUYERPAY") return PaymentSaid::Unpaid;
    if (plain == "TRADECLOSED") return paid ? PaymentSaid::Returned : PaymentSaid::Closed;
    return PaymentSaid::Unknown;
}

bool isIdentityRefusal(std::string_view subCode) {
    constexpr std::array<std::string_view, 5> codes{"INVALIDSIGNATURE", "INVALIDAPPID",
                                                    "INVALIDTIMESTAMP", "MISSINGSIGNATURE",
                                                    "INVALIDSIGNATURETYPE"};
    return std::find(codes.begin(), codes.end(), plainCode(subCode)) != codes.end();
}

} // namespace menzhen::payment
