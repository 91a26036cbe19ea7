// SPDX-License-Identifier: Apache-2.0
// The demo hospital with a cashier: what app/registry/cashier.h does on its thread is done here in
// turn, over the model platform, and a restart forgets what only the cashier knew.
#pragma once

#include "app/clerk/paymentrounds.h"
#include "app/clerk/payments.h"
#include "drivers/sim/paymentplatform.h"
#include "tests/app/clerk/bookinghall.h"

namespace menzhen::test {

struct PayingHall : BookingHall {
    sim::PaymentPlatform platform;
    clerk::PaymentRounds rounds;
    std::int64_t touch = 0;
    std::map<std::string, std::string> codes;
    int stepsUntilCrash = -1; ///< counted down at each write; at 0 the program is gone

    explicit PayingHall(int days = 2) : BookingHall(days) {}

    std::int64_t now() const { return clinic->clock.utcMs(); }

    core::Result<nlohmann::json> pay(nlohmann::json body) {
        const auto opened =
            clinic->act([&](clerk::Clerk& c) { return clerk::openPayment(c, body); });
        if (opened && body.contains("auth_code")) {
            const auto row = row_((*opened)["id"]);
            codes[core::shownAttempt(row.bill)->number] = body["auth_code"];
        }
        return opened;
    }

    nlohmann::json show(const std::string& bill) {
        nlohmann::json shown;
        (void)clinic->database->read([&]() -> core::Result<void> {
            shown = clerk::showPayment(*clinic->database, "HA", bill, now()).value();
            return {};
        });
        return shown;
    }

    std::string state(const std::string& bill) { return show(bill)["state"]; }

    core::Result<nlohmann::json> close(const std::string& bill,
                                       const nlohmann::json& body = nlohmann::json::object()) {
        return clinic->act([&](clerk::Clerk& c) { return clerk::closePayment(c, bill, body); });
    }

    /// The wallet of whoever stands before the QR of a payment pays.
    bool walletPays(const std::string& bill) {
        const std::string number = core::shownAttempt(row_(bill).bill)->number;
        return platform.scan(number, now()) && platform.pay(number, now());
    }

    /// Virtual time goes on with the cashier and the sweeps at work.
    void passes(std::int64_t ms, bool sweeps = true) {
        const std::int64_t step = ms > 120'000 ? 2000 : 500; // below freshQueryMs
        for (const std::int64_t until = clinic->clock.nowMs + ms; clinic->clock.nowMs < until;) {
            clinic->clock.nowMs += step;
            ask();
            if (sweeps && clinic->clock.nowMs % 5000 < step) sweep();
        }
    }

    void restart() {
        rounds = clerk::PaymentRounds();
        touch = 0;
        codes.clear();
        stepsUntilCrash = -1;
    }

    core::Result<nlohmann::json> notice(const clerk::NoticeHeard& heard) {
        return clinic->act([&](clerk::Clerk& c) { return clerk::hearNotice(c, heard); });
    }

    clerk::BillRow row_(const std::string& bill) {
        std::optional<clerk::BillRow> row;
        (void)clinic->database->read([&]() -> core::Result<void> {
            row = clerk::loadBill(*clinic->database, bill);
            return {};
        });
        return *row;
    }

    /// Our books of all bills: what is kept, of orders that are final.
    core::Fen booked() {
        core::Fen sum = 0;
        (void)clinic->database->read([&]() -> core::Result<void> {
            store::Query query(*clinic->database, "SELECT id FROM bill");
            while (query.step())
                sum += core::paidFen(clerk::loadBill(*clinic->database, query.text(0))->bill);
            return {};
        });
        return sum;
    }

    core::Fen ledger() const {
        core::Fen sum = 0;
        for (const std::string& number : platform.numbers())
            sum += platform.keptFen(number);
        return sum;
    }

private:
    void ask() {
        (void)clinic->database->read([&]() -> core::Result<void> {
            auto rows = touch == 0 ? clerk::liveBills(*clinic->database, now())
                                   : clerk::touchedBills(*clinic->database, touch, 1000);
            touch = clerk::lastTouch(*clinic->database);
            for (auto& row : rows)
                rounds.take(std::move(row.bill), now());
            return {};
        });
        for (const core::PaymentAsk& what : rounds.due(now(), 100))
            if (!one(what)) return restart();
    }

    bool one(const core::PaymentAsk& what) {
        core::PaymentQuestion question;
        if (what.verb == core::PaymentVerb::Query) {
            question = rounds.handOut(what, now());
        } else {
            const bool forgotten =
                what.verb == core::PaymentVerb::Charge && !codes.contains(what.number);
            const auto written = clinic->act([&](clerk::Clerk& c) -> core::Result<nlohmann::json> {
                if (forgotten) return clerk::dropPayment(c, what.number);
                auto step = clerk::writePaymentStep(c, what);
                if (!step) return tl::unexpected(step.error());
                question = *step;
                return nlohmann::json();
            });
            if (stepsUntilCrash >= 0 && stepsUntilCrash-- == 0) return false;
            if (!written || forgotten) {
                rounds.done(what, now());
                return true;
            }
            question.authCode = codes[what.number];
        }
        const core::PaymentAnswer answer = platform.answer(question, now());
        if (stepsUntilCrash >= 0 && stepsUntilCrash-- == 0) return false;
        if (rounds.hear(what, now(), answer, now()))
            clinic->must(
                [&](clerk::Clerk& c) { return clerk::hearPayment(c, what, now(), answer); });
        (void)clinic->database->read([&]() -> core::Result<void> {
            for (auto& row : clerk::touchedBills(*clinic->database, touch, 1000))
                rounds.take(std::move(row.bill), now());
            touch = clerk::lastTouch(*clinic->database);
            return {};
        });
        rounds.done(what, now());
        return true;
    }
};

} // namespace menzhen::test
