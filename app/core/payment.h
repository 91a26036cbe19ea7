// SPDX-License-Identifier: Apache-2.0
// One bill and the attempts to pay it, as values and rules: what to ask the platform next, what an
// answer means, what the patient may be told. Nothing here talks, waits or stores: the registry
// writes a step down, asks, and brings back what was said (docs/payments.md has the picture).
//
// The rules, in short: an answer that is not a verified success is unknown and is asked again; one
// number a wish to pay, never used twice; a number that is no longer wanted is ended and *fades*
// until it is proven dead; another may open once the end was sent; whatever success comes is booked
// or refunded, the second of a bill at once; a refund's number is a function of what it is for.
//
// Times are UTC ms, of the registry's clock. Amounts are fen. Thread: values; any.
#pragma once

#include "app/core/paymentwords.h"
#include "app/core/result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace menzhen::core {

// Figures of the payment issue; those of the platforms' documents stand in docs/payments.md.
inline constexpr std::int64_t qrLifeMs = 5 * 60'000;    ///< a QR is on the screen so long
inline constexpr std::int64_t codeLifeMs = 60'000;      ///< then a password comes too late
inline constexpr std::int64_t billLifeMs = 20 * 60'000; ///< a hold lives at most so long
inline constexpr std::int64_t leastLifeMs = 60'000;     ///< of an attempt: else refused
inline constexpr std::int64_t deadGraceMs = 60'000;     ///< after an attempt's own expiry
inline constexpr std::int64_t lateEndMs = 60'000;       ///< an end may be under way so long
inline constexpr std::int64_t reverseAfterMs = 16'000;  ///< not sooner than 15 s, and a second
inline constexpr std::int64_t quickQueryMs = 2'000;     ///< in the first `quickForMs`
inline constexpr std::int64_t quickForMs = 60'000;      ///< of an attempt
inline constexpr std::int64_t slowQueryMs = 5'000;      ///< after that
inline constexpr std::int64_t oldFromMs = 30 * 60'000;  ///< nobody waits any more
inline constexpr std::int64_t oldQueryMs = 60'000;      ///< of such
inline constexpr std::int64_t ancientFromMs = 24 * 3'600'000LL;
inline constexpr std::int64_t ancientQueryMs = 10 * 60'000; ///< of such
inline constexpr std::int64_t openAgainMs = 3'000;   ///< a QR that did not come is asked anew
inline constexpr std::int64_t endAgainMs = 5'000;    ///< an end that was not taken
inline constexpr std::int64_t freshQueryMs = 3'000;  ///< "right before" an Alipay cancel
inline constexpr std::int64_t refundAgainMs = 5'000; ///< doubled by each try ...
inline constexpr std::int64_t longestRefundMs = 10 * 60'000; ///< ... up to this
inline constexpr std::int64_t newRefundMs = 61'000;          ///< between two refunds of one order
/// A dead number is looked at so much later again: platforms were seen to take money after a close.
/// Soon at first, since its page says meanwhile that nothing was kept.
inline constexpr std::int64_t glowMs[] = {5'000,      15'000,      30'000,
                                          2 * 60'000, 10 * 60'000, 60 * 60'000};
inline constexpr int maxOpens = 15;                ///< one QR is asked for; Alipay allows 20
inline constexpr std::size_t maxAttempts = 20;     ///< of a bill: refused "too-many-attempts"
inline constexpr std::size_t maxRefundNumbers = 3; ///< of one intent; then a task
// What stands in `code` while a platform names another amount than ours.
inline constexpr std::string_view amountDiffers = "amount-differs";
inline constexpr std::string_view refundDiffers = "refund-differs";
/// `code` of an attempt whose owner was last seen confirming in the wallet.
inline constexpr std::string_view codePaying = "paying";
inline constexpr std::string_view codeUnpaid = "unpaid"; ///< ... and then no more

enum class AttemptPhase {
    Queued,   ///< waits until the one before it was told to end; nothing was sent
    Asking,   ///< sent; what became of it is not known
    Open,     ///< the platform has it: a QR is shown, or a wallet waits for its owner
    Fading,   ///< its end was sent; dead is not proven
    Dead,     ///< no money moved under it and none will
    Paid,     ///< money came; it settles the bill or is refunded
    Returned, ///< money came and went back by the end itself
};

enum class RefundPhase { Wanted, Going, Done, Abnormal, Closed };

struct PaymentRefund {
    std::string number;
    Fen fen = 0;
    std::string why; ///< "double" "late" "cancelled" "stopped" "staff"
    RefundPhase phase = RefundPhase::Wanted;
    std::int64_t madeAtMs = 0;
    std::int64_t askedAtMs = 0; ///< last written; 0: never sent
    int tries = 0;
    bool asksState = false; ///< it was sent: ask for its state before sending again
    std::string code;       ///< what was seen last
};

struct PaymentAttempt {
    std::string number;
    PaymentChannel channel = PaymentChannel::WechatQr;
    Fen amountFen = 0;
    AttemptPhase phase = AttemptPhase::Queued;
    std::int64_t madeAtMs = 0;
    std::int64_t sentAtMs = 0; ///< Open or Charge first written; 0: never
    std::int64_t expiresAtMs = 0;
    std::int64_t leftAtMs = 0; ///< nobody wants it any more since; 0: it is wanted
    bool refused = false;      ///< the platform said no to Open or Charge
    bool seen = false;         ///< the platform knew the order at least once
    bool heldPaid = false;     ///< success was seen while an end may be under way
    int opens = 0;             ///< how often Open was sent
    std::int64_t endSentMs = 0;
    std::int64_t endLostMs = 0; ///< the last end before that one that was never answered
    std::int64_t endAnsweredMs = 0;
    std::int64_t endTakenMs = 0; ///< the last end that was accepted; 0: none
    std::int64_t deadAtMs = 0;   ///< when it was found dead
    std::string qrText;
    std::string transaction;
    std::int64_t paidAtMs = 0;
    std::string code;    ///< what was seen last, for the log
    std::string request; ///< the platform's own id of the last answer that was stored
    std::vector<PaymentRefund> refunds;

    // Not stored: where the asking stands. A restart begins anew.
    std::int64_t queriedMs = 0;  ///< last query handed out
    std::int64_t answeredMs = 0; ///< last query's answer came
    PaymentSaid said = PaymentSaid::Unknown;
};

struct PaymentBill {
    std::string id; ///< [0-9A-Za-z_], at most 26: the numbers are made of it
    Fen totalFen = 0;
    std::int64_t openedAtMs = 0;
    std::int64_t openUntilMs = 0;
    std::string settledBy; ///< the attempt whose money pays it; empty: unpaid
    std::vector<PaymentAttempt> attempts;
};

/// What is to be asked now. Open, Charge, End and Refund are written down (write()) before.
struct PaymentAsk {
    PaymentVerb verb = PaymentVerb::Query;
    std::string number;
    std::string refundNumber;
    std::int64_t atMs = 0; ///< due; may lie ahead
    bool unpaid = false;   ///< End: the query right before it found an order that nobody has paid
};

struct PaymentEffect {
    enum class Kind {
        Book,        ///< this attempt's money is to pay the bill: booked() or notBooked() follows
        Task,        ///< a person has to look: `code`
        StopChannel, ///< our configuration is refused: `code`
    };
    Kind kind = Kind::Task;
    std::string number;
    std::string code;
};

bool isQr(PaymentChannel channel);
bool isAlipay(PaymentChannel channel);
/// "wechat-qr" "wechat-code" "alipay-qr" "alipay-code".
std::string_view toText(PaymentChannel channel);
std::optional<PaymentChannel> channelFrom(std::string_view text);
std::string_view toText(PaymentVerb verb);
std::string_view toText(AttemptPhase phase);
std::optional<AttemptPhase> attemptPhaseFrom(std::string_view text);
std::string_view toText(RefundPhase phase);
std::optional<RefundPhase> refundPhaseFrom(std::string_view text);
/// No more will be asked about it.
bool isFinal(const PaymentAttempt& attempt);
/// Whether its page was left or its time on the platform has passed.
bool isOver(const PaymentAttempt& attempt, std::int64_t nowMs);
bool isFinal(const PaymentRefund& refund);
/// Nothing is left to find out; dead numbers may still be looked at (glowMs).
bool isFinal(const PaymentBill& bill);

PaymentAttempt* findAttempt(PaymentBill& bill, std::string_view number);
const PaymentAttempt* findAttempt(const PaymentBill& bill, std::string_view number);
/// The attempt that the patient sees: the latest. nullptr: there is none.
const PaymentAttempt* shownAttempt(const PaymentBill& bill);

/// The patient chose a way to pay. A QR of this channel that is still on the screen is kept (its
/// place is returned); everything else that is open is left. Errors: Refused "already-paid",
/// "payment-late", "payment-asking" (money may have come: wait for the answer),
/// "too-many-attempts".
Result<std::size_t> openAttempt(PaymentBill& bill, PaymentChannel channel, std::int64_t nowMs);
/// The patient left the page, or the hold is over.
void leave(PaymentBill& bill, std::int64_t nowMs);

/// A queued attempt is given up: nothing was sent, and nothing can be (its code is forgotten).
void drop(PaymentBill& bill, std::string_view number);

/// What every attempt and refund wants to have asked next, when; those that are final want nothing.
std::vector<PaymentAsk> nextAsks(const PaymentBill& bill, std::int64_t nowMs);
/// Whether this may still be asked; then it is written into the bill, to be stored before it goes
/// out.
bool write(PaymentBill& bill, const PaymentAsk& ask, std::int64_t nowMs);
PaymentQuestion questionOf(const PaymentBill& bill, const PaymentAsk& ask);
/// What was said to what was asked at `askedAtMs`, by our clock. A notice answers nothing: 0,
/// before any end. The moment that it names is another clock's.
std::vector<PaymentEffect> answered(PaymentBill& bill, const PaymentAsk& ask,
                                    std::int64_t askedAtMs, const PaymentAnswer& answer,
                                    std::int64_t nowMs);
/// Whether `answer` would change what is stored of the bill (else it only moves the next query).
bool changes(const PaymentBill& bill, const PaymentAsk& ask, std::int64_t askedAtMs,
             const PaymentAnswer& answer, std::int64_t nowMs);

void booked(PaymentBill& bill, std::string_view number, std::int64_t nowMs);
void notBooked(PaymentBill& bill, std::string_view number, std::int64_t nowMs);
/// Gives back what settles the bill. False: nothing to give back, or it is on its way already.
bool refundSettled(PaymentBill& bill, const std::string& why, std::int64_t nowMs);

/// Fen that came and were not sent back; fen on their way back or gone.
Fen paidFen(const PaymentBill& bill);
Fen refundFen(const PaymentAttempt& attempt);

/// What the patient is told: "opening" "waiting" "paying" "asking" "paid" "failed" "closing"
/// "closed" "refunding" "refunded" "staff". "failed" and "closed" promise that nothing was kept.
std::string_view toldOf(const PaymentBill& bill, std::int64_t nowMs);

} // namespace menzhen::core
