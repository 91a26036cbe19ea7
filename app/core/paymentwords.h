// SPDX-License-Identifier: Apache-2.0
// What is asked of a payment platform (WeChat Pay, Alipay), and what it says: the values that the
// rules (core/payment.h) and the port (ports/paymentgateway.h) share.
#pragma once

#include "app/core/money.h"

#include <cstdint>
#include <string>

namespace menzhen::core {

/// How the patient pays. "Qr": we show a code, the wallet scans it. "Code": the wallet shows a
/// code, the kiosk scans it.
enum class PaymentChannel { WechatQr, WechatCode, AlipayQr, AlipayCode };

enum class PaymentVerb {
    Open,        ///< Qr channels: make the order, get the QR's text
    Charge,      ///< Code channels: take the money with `authCode`
    Query,       ///< what became of `number`
    End,         ///< WechatQr: close; WechatCode: reverse; AlipayCode: cancel; AlipayQr: close when
                 ///< `unpaid` is known, else cancel
    Refund,      ///< `refundFen` of `amountFen` back, under `refundNumber`
    RefundQuery, ///< what became of `refundNumber`
};

struct PaymentQuestion {
    PaymentVerb verb = PaymentVerb::Query;
    PaymentChannel channel = PaymentChannel::WechatQr;
    std::string number;  ///< out_trade_no: [0-9A-Za-z_]{6,32}, ours, never used twice
    Fen amountFen = 0;   ///< of the order; 1 to maxAmountFen
    std::string subject; ///< what the wallet shows; at most 127 characters, no personal data
    std::int64_t expiresAtMs = 0; ///< UTC; Open and Charge: the last moment to pay
    std::string authCode;         ///< Charge alone. Never stored, never logged
    std::string terminal;         ///< the kiosk's device id, or "PHONE"
    std::string refundNumber; ///< out_refund_no, out_request_no: a function of the refund's intent
    Fen refundFen = 0;
    bool unpaid = false; ///< End: a moment ago the order was there and nobody had paid it
};

/// What a verified answer says of the order (or, for Refund and RefundQuery, of the refund).
enum class PaymentSaid {
    Opened,   ///< Open: `qrText` may be shown
    Paid,     ///< the whole amount: SUCCESS, TRADE_SUCCESS, TRADE_FINISHED
    Unpaid,   ///< exists, nobody has paid: NOTPAY, WAIT_BUYER_PAY
    Paying,   ///< the wallet waits for its owner: USERPAYING, 10003
    Closed,   ///< CLOSED, TRADE_CLOSED without a payment: no money moved and none will
    Reversed, ///< REVOKED: no money stays with us
    Returned, ///< paid and refunded, in part or whole: REFUND, TRADE_CLOSED after a payment
    Missing,  ///< the platform knows no such order (yet): not final by itself
    Ended,    ///< End was accepted: 204, 200, 10000. Not dead before Query says so
    EndAgain, ///< End has to be asked again (recall Y, retry_flag Y)
    Failed,   ///< Charge or Open: a final no; `code` says why; a new number may be used after
              ///< the old one is dead. PAYERROR too
    RefundDone,
    RefundGoing,
    RefundAbnormal,
    RefundClosed,
    Misset,  ///< our configuration is refused: key, permission, signature, clock. Stop the channel
    Unknown, ///< everything else. `code` says what was seen, for the log
};

struct PaymentAnswer {
    PaymentSaid said = PaymentSaid::Unknown;
    std::string code;          ///< the platform's, or ours: "no-answer" "bad-signature" "http-502"
    std::string qrText;        ///< Opened
    std::string transaction;   ///< the platform's own number, once paid
    Fen amountFen = 0;         ///< the total that the platform names; 0: it named none
    Fen refundedFen = 0;       ///< of this refund when it is known; 0: not said
    std::int64_t paidAtMs = 0; ///< UTC; 0: not said
    std::int64_t skewMs = 0;   ///< platform's clock minus ours, when the answer told it
    std::string request;       ///< the platform's id of this answer, for whoever asks them about it
};

} // namespace menzhen::core
