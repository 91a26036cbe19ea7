// SPDX-License-Identifier: Apache-2.0
// The port's twin: questions wait until the test delivers, loses or delays them; what a platform
// would say is said by a model of one (paymentplatform.h). Thread: any, one at a time.
#pragma once

#include "app/ports/paymentgateway.h"
#include "drivers/sim/paymentplatform.h"

#include <deque>
#include <mutex>
#include <utility>

namespace menzhen::sim {

class PaymentGateway final : public ports::PaymentGateway {
public:
    /// The platform outlives it.
    explicit PaymentGateway(PaymentPlatform& platform) : platform_(platform) {}

    bool serves(ports::PaymentChannel) const override { return true; }

    void ask(const ports::PaymentQuestion& question, Done done) override {
        const std::lock_guard lock(guard_);
        waiting_.emplace_back(question, std::move(done));
    }

    std::size_t waiting() const {
        const std::lock_guard lock(guard_);
        return waiting_.size();
    }

    /// The oldest question is answered; false: there is none. `lost`: nobody answers, and with
    /// `done` true the platform did what it was asked all the same.
    bool deliver(std::int64_t nowMs, bool lost = false, bool carriedOut = true) {
        std::pair<ports::PaymentQuestion, Done> next;
        {
            const std::lock_guard lock(guard_);
            if (waiting_.empty()) return false;
            next = std::move(waiting_.front());
            waiting_.pop_front();
        }
        ports::PaymentAnswer answer;
        if (!lost || carriedOut) answer = platform_.answer(next.first, nowMs);
        if (lost) {
            answer = {};
            answer.code = "no-answer";
        }
        next.second(std::move(answer));
        return true;
    }

    /// Its "notification" is the order's number: the platform's word is looked up.
    core::Result<ports::PaymentNotice> readNotice(ports::PaymentChannel channel,
                                                  const std::map<std::string, std::string>&,
                                                  const std::string& body,
                                                  std::int64_t nowMs) const override {
        if (!platform_.wasPaid(body)) return core::refused("notice-signature", "forged");
        ports::PaymentQuestion question;
        question.number = body;
        return ports::PaymentNotice{
            channel, "N" + body, body, {}, platform_.answer(question, nowMs)};
    }

private:
    PaymentPlatform& platform_;
    mutable std::mutex guard_;
    std::deque<std::pair<ports::PaymentQuestion, Done>> waiting_;
};

} // namespace menzhen::sim
