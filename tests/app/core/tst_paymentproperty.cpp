// SPDX-License-Identifier: Apache-2.0
// Random patients, platforms, networks and crashes against the rules of a payment: whatever comes
// in whatever order, the books equal the platform's ledger in the end, no bill keeps two charges,
// and nobody was ever told that nothing was taken while something was.
#include "app/core/payment.h"
#include "drivers/sim/paymentplatform.h"

#include <cstdlib>
#include <deque>
#include <functional>
#include <gtest/gtest.h>
#include <iostream>
#include <map>
#include <random>
#include <set>

namespace menzhen::core {

namespace {

constexpr std::int64_t startMs = 1'800'000'000'000;
constexpr std::int64_t tickMs = 250;
constexpr long leastSteps = 100'000;

/// The rules' memory without what a crash loses.
PaymentBill afterCrash(PaymentBill bill) {
    for (PaymentAttempt& a : bill.attempts) {
        a.queriedMs = 0;
        a.answeredMs = 0;
        a.said = PaymentSaid::Unknown;
    }
    return bill;
}

/// One bill's life in virtual time.
class Life {
public:
    explicit Life(std::uint64_t seed) : engine_(seed) {
        bill_.id = "B" + std::to_string(seed);
        bill_.totalFen = pick<Fen>({350, 750, 800, 10050, 20000});
        bill_.openedAtMs = now_;
        bill_.openUntilMs = now_ + billLifeMs;
        stored_ = bill_;
        faulty_ = chance(80);
        platform_.habits.cancelKillsQr = chance(50);
        platform_.habits.endLeavesTombstone = chance(50);
        platform_.habits.saysReturned = chance(50);
        platform_.habits.endsAgain = chance(20) ? 2 : 0;
        platform_.habits.closesLimited = chance(20) ? 2 : 0;
        platform_.habits.refund =
            pick({sim::RefundMood::Done, sim::RefundMood::Done, sim::RefundMood::Going,
                  sim::RefundMood::Abnormal, sim::RefundMood::Closed, sim::RefundMood::PoorOnce});
    }

    void run() {
        while (now_ < startMs + 26 * 60'000) {
            patient();
            turn();
        }
        leave(bill_, now_);
        stored_ = bill_;
        faulty_ = false; // the network heals; then everything must come to an end
        platform_.settleRefunds();
        for (int i = 0; i < 200'000 && !(isFinal(bill_) && due_.empty()); ++i) {
            if (i % 1000 == 0) platform_.settleRefunds();
            turn();
        }
    }

    void check() {
        ASSERT_TRUE(isFinal(bill_)) << say();
        int unrefunded = 0;
        std::set<std::string> ours;
        for (const PaymentAttempt& a : bill_.attempts) {
            ours.insert(a.number);
            ASSERT_EQ(kept(a), platform_.keptFen(a.number)) << a.number << "\n" << say();
            // What the platform could not send back is a task for staff.
            const bool stuck =
                !a.refunds.empty() && a.refunds.back().phase == RefundPhase::Abnormal;
            if (platform_.keptFen(a.number) > 0 && !stuck) ++unrefunded;
        }
        for (const std::string& number : platform_.numbers())
            ASSERT_TRUE(ours.contains(number)) << number;
        ASSERT_LE(unrefunded, 1) << say();
        const PaymentAttempt* settled = findAttempt(bill_, bill_.settledBy);
        if (settled != nullptr && settled->refunds.empty()) {
            ASSERT_EQ(toldOf(bill_, now_), "paid");
        }
        ASSERT_EQ(lie_, "") << say();
    }

    long steps() const { return steps_; }

    std::map<std::string, int> ends;

private:
    struct Due {
        std::int64_t atMs = 0;
        bool ours = false; ///< an answer to us: a crash loses it
        std::function<void()> act;
    };

    bool chance(int percent) { return static_cast<int>(engine_() % 100) < percent; }

    template <class T> T pick(std::initializer_list<T> all) {
        return all.begin()[engine_() % all.size()];
    }

    std::int64_t within(std::int64_t most) {
        return static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(most + 1));
    }

    Fen kept(const PaymentAttempt& a) const {
        if (a.phase != AttemptPhase::Paid) return 0;
        Fen sum = a.amountFen;
        for (const PaymentRefund& r : a.refunds)
            if (r.phase == RefundPhase::Done) sum -= r.fen;
        return sum;
    }

    std::string say() const {
        std::string text = bill_.id + " settled by " + bill_.settledBy + "\n";
        for (const PaymentAttempt& a : bill_.attempts) {
            text += a.number + " " + std::string(toText(a.channel)) + " " +
                    std::string(toText(a.phase)) + (a.heldPaid ? " held" : "") + " ledger " +
                    std::to_string(platform_.keptFen(a.number)) + " code " + a.code;
            for (const PaymentRefund& r : a.refunds)
                text += " [" + r.number + " " + std::string(toText(r.phase)) + " " + r.why + "]";
            text += "\n";
        }
        return text + history_;
    }

    void log(const std::string& what) {
        ++steps_;
        history_ += std::to_string(now_ - startMs) + " " + what + "\n";
    }

    // What the patient does, now and then.
    void patient() {
        if (engine_() % 80 == 0) openSomething();
        if (engine_() % 400 == 0 && !bill_.attempts.empty()) {
            log("leaves");
            leave(bill_, now_);
            stored_ = bill_;
        }
        if (!bill_.attempts.empty() && engine_() % 60 == 0) useWallet();
        if (engine_() % 2000 == 0 && refundSettled(bill_, "cancelled", now_)) {
            log("cancels");
            stored_ = bill_;
        }
        if (engine_() % 1500 == 0) platform_.settleRefunds();
    }

    void openSomething() {
        const auto channel = pick({PaymentChannel::WechatQr, PaymentChannel::WechatCode,
                                   PaymentChannel::AlipayQr, PaymentChannel::AlipayCode});
        const auto at = openAttempt(bill_, channel, now_);
        if (!at) return;
        const std::string number = bill_.attempts[*at].number;
        log("opens " + number + " " + std::string(toText(channel)));
        codes_[number] = "code" + number;
        platform_.promise(
            codes_[number],
            pick({sim::WalletMood::Pays, sim::WalletMood::AsksPassword, sim::WalletMood::Refuses}));
        stored_ = bill_;
    }

    // Any QR that was ever shown may have been photographed; a wallet may wait for its password.
    void useWallet() {
        const PaymentAttempt& a = bill_.attempts[engine_() % bill_.attempts.size()];
        if (isQr(a.channel) && !shown_.contains(a.number)) return;
        if (isQr(a.channel) && !platform_.scan(a.number, now_)) return;
        if (chance(30)) return; // looks at it only
        if (platform_.pay(a.number, now_)) log("pays " + a.number);
    }

    void turn() {
        now_ += tickMs;
        for (std::size_t i = 0; i < due_.size();) {
            if (due_[i].atMs > now_) {
                ++i;
                continue;
            }
            const Due due = std::move(due_[i]);
            due_.erase(due_.begin() + static_cast<std::ptrdiff_t>(i));
            due.act();
            i = 0;
        }
        if (faulty_ && engine_() % 1000 == 0) crash();
        for (const PaymentAsk& ask : nextAsks(bill_, now_))
            if (ask.atMs <= now_ && !hand(ask)) break; // it crashed
        watch();
    }

    void crash() {
        log("crash");
        bill_ = afterCrash(stored_);
        inFlight_.clear();
        std::erase_if(due_, [](const Due& due) { return due.ours; });
        codes_.clear(); // never stored
    }

    /// False: the program is gone.
    bool hand(const PaymentAsk& ask) {
        const std::string key = ask.number + ask.refundNumber;
        if (inFlight_.contains(key)) return true;
        if (ask.verb == PaymentVerb::Charge && !codes_.contains(ask.number)) {
            drop(bill_, ask.number); // forgotten by a crash: it was never sent
            stored_ = bill_;
            return true;
        }
        if (!write(bill_, ask, now_)) {
            ADD_FAILURE() << "not allowed: " << toText(ask.verb) << " " << ask.number << "\n"
                          << say();
            return true;
        }
        if (ask.verb != PaymentVerb::Query) stored_ = bill_;
        log("asks " + std::string(toText(ask.verb)) + " " + key);
        if (ask.verb == PaymentVerb::Query) findAttempt(bill_, ask.number)->queriedMs = now_;
        if (faulty_ && engine_() % 300 == 0) { // between write and send
            crash();
            return false;
        }
        PaymentQuestion question = questionOf(bill_, ask);
        question.authCode = codes_.contains(ask.number) ? codes_[ask.number] : "";
        inFlight_.insert(key);
        travel(ask, question, key);
        return true;
    }

    void travel(const PaymentAsk& ask, const PaymentQuestion& question, const std::string& key) {
        const bool lost = faulty_ && chance(8);
        const bool slow = faulty_ && chance(8); // carried out after we gave up waiting
        const bool silent = lost || slow || (faulty_ && chance(8));
        const std::int64_t there = now_ + (slow ? within(30'000) : within(800));
        const std::int64_t asked = now_;
        const auto answer = std::make_shared<PaymentAnswer>();
        if (!lost)
            due_.push_back({there, false, [this, question, answer] {
                                *answer = platform_.answer(question, now_);
                            }});
        const std::int64_t back = silent ? now_ + within(8'000) : there + within(1'500);
        due_.push_back({back, true, [this, ask, asked, answer, silent, key] {
                            inFlight_.erase(key);
                            hear(ask, asked, silent ? unknown() : *answer);
                        }});
        if (question.verb != PaymentVerb::Query || !chance(20)) return;
        // A notice: made when it was paid, come late, twice, after a crash, after its end.
        due_.push_back({now_ + within(2'000), false, [this, ask, question] {
                            const PaymentAnswer said = platform_.answer(question, now_);
                            if (said.said != PaymentSaid::Paid) return;
                            due_.push_back({now_ + within(90'000), false,
                                            [this, ask, said] { hear(ask, said.paidAtMs, said); }});
                        }});
    }

    PaymentAnswer unknown() {
        PaymentAnswer answer;
        answer.code = "no-answer";
        if (chance(3)) answer.said = PaymentSaid::Misset;
        return answer;
    }

    void hear(const PaymentAsk& ask, std::int64_t asked, PaymentAnswer answer) {
        if (faulty_ && answer.said == PaymentSaid::Paid && chance(3)) answer.amountFen += 1;
        log("hears " + std::to_string(static_cast<int>(answer.said)) + " " + answer.code + " of " +
            std::string(toText(ask.verb)) + " " + ask.number + ask.refundNumber);
        const bool stores = changes(bill_, ask, asked, answer, now_);
        if (!answer.qrText.empty()) shown_.insert(ask.number);
        const auto effects = answered(bill_, ask, asked, answer, now_);
        for (const PaymentEffect& effect : effects) {
            if (effect.kind != PaymentEffect::Kind::Book) continue;
            if (now_ < bill_.openUntilMs || chance(50))
                booked(bill_, effect.number, now_);
            else
                notBooked(bill_, effect.number, now_);
        }
        if (stores) stored_ = bill_;
    }

    // The promises to the patient, at every moment.
    void watch() {
        Fen kept = 0;
        for (const PaymentAttempt& a : bill_.attempts)
            kept += platform_.keptFen(a.number);
        const std::string told(toldOf(bill_, now_));
        ++ends[told];
        const bool nothing = told == "failed" || told == "closed" || told == "refunded";
        if (nothing && told != "refunded" && kept > 0 && lie_.empty())
            lie_ = "told " + told + " at " + std::to_string(now_ - startMs);
        if (told == "paid" && kept == 0 && lie_.empty())
            lie_ = "told paid for nothing at " + std::to_string(now_ - startMs);
    }

    std::mt19937_64 engine_;
    std::int64_t now_ = startMs;
    bool faulty_ = false;
    sim::PaymentPlatform platform_;
    PaymentBill bill_;
    PaymentBill stored_;
    std::map<std::string, std::string> codes_;
    std::set<std::string> inFlight_;
    std::set<std::string> shown_;
    std::vector<Due> due_;
    std::string lie_;
    std::string history_;
    long steps_ = 0;
};

std::uint64_t firstSeed() {
    const char* given = std::getenv("MENZHEN_SEED");
    return given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
}

} // namespace

TEST(PaymentProperty, BooksEqualTheLedgerWhateverHappens) {
    const std::uint64_t seed = firstSeed();
    std::cout << "seed " << seed << "\n";
    long steps = 0;
    int lives = 0;
    std::map<std::string, int> seen;
    for (; steps < leastSteps; ++lives) {
        Life life(seed + static_cast<std::uint64_t>(lives));
        life.run();
        ASSERT_NO_FATAL_FAILURE(life.check())
            << "seed " << seed + static_cast<std::uint64_t>(lives);
        if (::testing::Test::HasFailure())
            FAIL() << "seed " << seed + static_cast<std::uint64_t>(lives);
        steps += life.steps();
        for (const auto& [told, ticks] : life.ends)
            seen[told] += ticks;
    }
    std::cout << steps << " steps in " << lives << " bills;";
    for (const auto& [told, ticks] : seen)
        std::cout << " " << told << " " << ticks;
    std::cout << "\n";
    // A run that never came somewhere proved nothing there.
    for (const char* told : {"opening", "waiting", "paying", "asking", "paid", "failed", "closing",
                             "closed", "refunding", "refunded", "staff"})
        EXPECT_GT(seen[told], 0) << told;
}

} // namespace menzhen::core
