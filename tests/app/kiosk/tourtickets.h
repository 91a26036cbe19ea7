// SPDX-License-Identifier: Apache-2.0
// The pages of whoever takes a number: a walk-in, paying for it, a service.
#pragma once

#include "tests/app/kiosk/tourstand.h"

namespace menzhen::kiosk::test {

inline void seeWalkIn(Stage& stage, const std::function<void()>& again,
                      const std::function<void(const char*)>& see) {
    again();
    stage.takeNumber.begin();
    see("departments");
    stage.takeNumber.departments()->next();
    see("departments-2");
    stage.takeNumber.chooseDepartment(0);
    see("doctors");
    stage.takeNumber.chooseDoctor(1);
    see("bands");
    stage.takeNumber.chooseBand(0);
    typeIdentity(stage, QStringLiteral("9999991944"));
    see("identity");
    typeIdentity(stage, QStringLiteral("03021007"));
    stage.takeNumber.useIdentity();
    see("identity-wrong");
    stage.takeNumber.erase();
    stage.takeNumber.type(QStringLiteral("6"));
    stage.takeNumber.useIdentity();
    see("confirm");
    stage.takeNumber.confirm();
    see("ticket-walk-in");
    again();
    stage.desk.eldersLeft = true;
    stage.takeNumber.begin();
    stage.takeNumber.chooseDepartment(0);
    see("doctors-elders");
    stage.takeNumber.chooseDoctor(0);
    see("bands-elders");
    stage.takeNumber.chooseBand(0);
    see("identity-elders");
    typeIdentity(stage, QStringLiteral("999999198811201012"));
    stage.takeNumber.useIdentity();
    see("identity-elders-only");
    stage.desk.eldersLeft = false;
}

inline void seeServices(Stage& stage, const std::function<void()>& again,
                        const std::function<void(const char*)>& see) {
    again();
    stage.service.begin();
    see("services");
    stage.service.choose(0);
    see("ticket-service");
    again();
    stage.desk.holdError = "offline-service";
    stage.service.begin();
    stage.service.choose(0);
    see("problem-offline-service");
    stage.desk.holdError.clear();
}

/// Paying a walk-in's fee.
inline void seePayment(Stage& stage, const std::function<void()>& again,
                       const std::function<void(const char*)>& see) {
    stage.payDesk.open_ = {"wechat-qr", "wechat-code", "alipay-qr", "alipay-code"};
    again();
    stage.takeNumber.begin();
    stage.takeNumber.chooseDepartment(0);
    stage.takeNumber.chooseDoctor(0);
    stage.takeNumber.chooseBand(0);
    stage.takeNumber.goWithout();
    see("confirm-pay");
    stage.pay.begin();
    see("pay");
    stage.pay.showOwnCode();
    see("pay-own-code");
    stage.payDesk.state = "waiting";
    stage.pay.payWithWechat();
    see("pay-code");
    const auto later = [&stage](const char* state) {
        stage.payDesk.state = state;
        stage.clock.passedMs += 2500;
        stage.pay.tick();
    };
    later("paying");
    see("pay-confirming");
    later("asking");
    see("pay-asking");
    later("failed");
    see("pay-nothing");
    stage.payDesk.state = "waiting"; // the second order's, as it is opened
    stage.pay.payWithAlipay();
    later("paid");
    see("ticket-paid");
    again();
    stage.takeNumber.begin();
    stage.takeNumber.chooseDepartment(0);
    stage.takeNumber.chooseDoctor(0);
    stage.takeNumber.chooseBand(0);
    stage.takeNumber.goWithout();
    stage.pay.begin();
    stage.payDesk.state = "asking";
    stage.pay.payWithWechat();
    stage.pay.stopWaiting();
    see("ticket-checking");
    stage.payDesk = FakePayDesk();
}

} // namespace menzhen::kiosk::test
