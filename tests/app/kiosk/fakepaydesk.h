// SPDX-License-Identifier: Apache-2.0
// Stands in for the registry's payments: the test says what each answer is.
#pragma once

#include "app/kiosk/paydesk.h"

namespace menzhen::kiosk::test {

class FakePayDesk final : public PayDesk {
public:
    void channels(std::function<void(std::vector<std::string>)> done) override { done(open_); }

    void open(flows::PayWish wish, Told done) override {
        ++opened;
        lastWish = std::move(wish);
        waiting = std::move(done);
        if (!slow) answer();
    }

    void look(std::string, Told done) override {
        ++looked;
        waiting = std::move(done);
        if (!slow) answer();
    }

    void leave(std::string, bool payAtWindow) override {
        ++left;
        leftForWindow = payAtWindow;
    }

    void answer() {
        const auto told = std::exchange(waiting, nullptr);
        if (!told) return;
        if (!error.empty())
            return told(core::fail(
                error == "timeout" ? core::ErrorKind::Offline : core::ErrorKind::Refused, error));
        flows::Bill bill;
        bill.id = "b1";
        bill.state = state;
        bill.channel = lastWish.channel;
        if (state == "waiting" && lastWish.authCode.empty())
            bill.qr = "weixin://wxpay/bizpayurl?pr=abcdefghi";
        bill.amountFen = 5000;
        bill.amountText = "50.00";
        bill.lines = {{{"主任医师门诊", "Chief physician clinic"}, 4950, "49.50"},
                      {{"短信", "Message"}, 50, "0.50"}};
        bill.nowMs = 1'000'000;
        bill.expiresAtMs = 1'300'000;
        bill.reference = "3F9A-01BC";
        told(std::move(bill));
    }

    std::vector<std::string> open_; ///< of channels(): none, as before anything is set up
    std::string state = "waiting";
    std::string error;
    bool slow = false;
    int opened = 0, looked = 0, left = 0;
    bool leftForWindow = false;
    flows::PayWish lastWish;
    Told waiting;
};

} // namespace menzhen::kiosk::test
