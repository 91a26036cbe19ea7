// SPDX-License-Identifier: Apache-2.0
// What the payment page asks of the journey (app/flows/paybill.h); see desk.h for the border
// between the threads. Thread: GUI; every callback runs later on it, once.
#pragma once

#include "app/flows/paybill.h"
#include "app/ports/post.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace menzhen::kiosk {

class PayDesk {
public:
    using Told = std::function<void(core::Result<flows::Bill>)>;

    virtual ~PayDesk() = default;
    virtual void channels(std::function<void(std::vector<std::string>)> done) = 0;
    virtual void open(flows::PayWish wish, Told done) = 0;
    virtual void look(std::string bill, Told done) = 0;
    virtual void leave(std::string bill, bool payAtWindow) = 0;
};

/// Over the real journey, which is used on the flow thread alone.
class FlowPayDesk final : public PayDesk {
public:
    FlowPayDesk(flows::PayBill& journey, ports::Post toFlow, ports::Post toScreen)
        : journey_(journey), toFlow_(std::move(toFlow)), toScreen_(std::move(toScreen)) {}

    void channels(std::function<void(std::vector<std::string>)> done) override {
        toFlow_([this, answer = onScreen(std::move(done))] { journey_.channels(answer); });
    }

    void open(flows::PayWish wish, Told done) override {
        toFlow_([this, wish = std::move(wish), answer = onScreen(std::move(done))] {
            journey_.open(wish, answer);
        });
    }

    void look(std::string bill, Told done) override {
        toFlow_([this, bill = std::move(bill), answer = onScreen(std::move(done))] {
            journey_.look(bill, answer);
        });
    }

    void leave(std::string bill, bool payAtWindow) override {
        toFlow_([this, bill = std::move(bill), payAtWindow] { journey_.leave(bill, payAtWindow); });
    }

private:
    template <class Value> std::function<void(Value)> onScreen(std::function<void(Value)> done) {
        return [post = toScreen_, done = std::move(done)](Value value) {
            post([done, value = std::move(value)]() mutable { done(std::move(value)); });
        };
    }

    flows::PayBill& journey_;
    ports::Post toFlow_;
    ports::Post toScreen_;
};

} // namespace menzhen::kiosk
