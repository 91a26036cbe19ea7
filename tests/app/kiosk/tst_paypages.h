// SPDX-License-Identifier: Apache-2.0
// The payment page with real touches: what is said of the money at every moment.
#pragma once

#include "tests/app/kiosk/tour.h"

namespace menzhen::kiosk::test {

class PayPages : public QObject {
    Q_OBJECT

private slots:

    void init() {
        stage = std::make_unique<Stage>();
        stage->payDesk.open_ = {"wechat-qr", "wechat-code", "alipay-qr", "alipay-code"};
        stage->takeNumber.begin();
        stage->takeNumber.chooseDepartment(0);
        stage->takeNumber.chooseDoctor(0);
        stage->takeNumber.chooseBand(0);
        stage->takeNumber.goWithout();
        stage->settle();
        QCOMPARE(stage->page(), QStringLiteral("Confirm"));
    }

    void cleanup() { stage.reset(); }

    void notOfferedWhereNothingIsOpen() {
        stage->payDesk.open_.clear();
        stage->kiosk.back();
        stage->takeNumber.goWithout();
        stage->settle();
        QVERIFY(!stage->control("pay"));
        QVERIFY(stage->control("confirm"));
    }

    /// M2: cash and the window stay open at every step, and the page says where they are.
    void row_M2_theKioskSaysWhereCashIsTaken() {
        stage->payDesk.open_.clear();
        stage->kiosk.back();
        stage->takeNumber.goWithout();
        stage->settle();
        const QString where = stage->kiosk.counter();
        QVERIFY(!where.isEmpty());
        QVERIFY(shows(*stage, where)); // no wallet is open: where, in words
        stage->payDesk.open_ = {"wechat-qr", "alipay-qr"};
        stage->kiosk.back();
        stage->takeNumber.goWithout();
        stage->settle();
        QVERIFY(shows(*stage, QStringLiteral("现金")));
        QVERIFY(stage->control("confirm")); // a ticket without paying is one press, as before
        QVERIFY(stage->tap("pay"));
        QVERIFY(stage->control("window"));
        QVERIFY(stage->tap("wechat"));
        stage->payDesk.state = "closed";
        pass(2500);
        QVERIFY(stage->tap("window"));
        QCOMPARE(stage->page(), QStringLiteral("Ticket"));
        QVERIFY(!stage->desk.taken.payment.paid);
    }

    /// M1: one code for one order, and nothing but the registry's word makes it paid.
    void row_M1_paidIsTheServersWordAlone() {
        stage->tap("pay");
        stage->tap("wechat");
        QVERIFY(!stage->pay.qrModules().isEmpty());
        for (const char* word : {"opening", "paying", "closing", "asking", "no-such-word"}) {
            stage->payDesk.state = word;
            pass(2500);
            QCOMPARE(stage->desk.takes, 0);
            QCOMPARE(stage->page(), QStringLiteral("Pay"));
        }
        stage->payDesk.state = "paid";
        pass(2500);
        QCOMPARE(stage->desk.takes, 1);
        QVERIFY(stage->desk.taken.payment.paid);
    }

    /// A2, A9: amount and every line, one code, the countdown; "paid" only by the registry's word.
    void paysAndPrints() {
        QVERIFY(stage->tap("pay"));
        QCOMPARE(stage->page(), QStringLiteral("Pay"));
        QCOMPARE(stage->pay.total(), stage->takeNumber.fee()); // as the list said it
        QVERIFY(stage->tap("wechat"));
        QVERIFY(stage->pay.total().contains(QStringLiteral("50.00")));
        QCOMPARE(stage->pay.stage(), PayModel::Stage::Showing);
        QCOMPARE(stage->pay.labels().size(), 2);
        QVERIFY(stage->pay.amounts()[0].contains(QStringLiteral("49.50")));
        QVERIFY(!stage->pay.qrModules().isEmpty());
        QCOMPARE(stage->pay.timeLeft(), QStringLiteral("5:00"));
        QVERIFY(!stage->control("wechat"));
        pass(30'000);
        QVERIFY(stage->payDesk.looked > 0);
        QCOMPARE(stage->desk.takes, 0);
        stage->payDesk.state = "paid";
        pass(2500);
        QCOMPARE(stage->page(), QStringLiteral("Ticket"));
        QCOMPARE(stage->desk.takes, 1);
        QVERIFY(stage->desk.taken.payment.paid);
        QVERIFY(stage->ticket.fee().contains(QStringLiteral("3F9A-01BC")));
        QCOMPARE(stage->payDesk.left, 0);
    }

    void leavingClosesTheOrder() {
        stage->tap("pay");
        stage->tap("alipay");
        stage->kiosk.back();
        QCOMPARE(stage->payDesk.left, 1);
        QVERIFY(!stage->payDesk.leftForWindow);
        stage->tap("pay");
        stage->tap("alipay");
        stage->kiosk.home();
        QCOMPARE(stage->payDesk.left, 2);
    }

    /// Left before the answer came: what it opened is closed all the same.
    void lateAnswersAreClosed() {
        stage->payDesk.slow = true;
        stage->tap("pay");
        stage->tap("wechat");
        stage->kiosk.home();
        QCOMPARE(stage->payDesk.left, 0);
        stage->payDesk.answer();
        QCOMPARE(stage->payDesk.left, 1);
        QCOMPARE(stage->page(), QStringLiteral("Attract"));
    }

    void anotherWayEndsTheFirst() {
        stage->tap("pay");
        stage->tap("wechat");
        QVERIFY(stage->tap("another"));
        QCOMPARE(stage->payDesk.left, 1);
        QVERIFY(stage->tap("alipay"));
        QCOMPARE(stage->payDesk.lastWish.channel, std::string("alipay-qr"));
    }

    /// H3: nobody knows. Never "failed"; never another way to pay; in the end the ticket, with the
    /// reference.
    void unknownIsNeverFailed() {
        stage->tap("pay");
        stage->tap("wechat");
        stage->payDesk.state = "asking";
        pass(2500);
        QCOMPARE(stage->pay.stage(), PayModel::Stage::Asking);
        for (const char* none : {"wechat", "alipay", "ownCode", "another", "window"})
            QVERIFY2(!stage->control(none), none);
        QVERIFY(stage->pay.statusText().contains(QStringLiteral("3F9A-01BC")));
        pass(PayModel::askingPatienceMs + 2000);
        QCOMPARE(stage->page(), QStringLiteral("Ticket"));
        QVERIFY(!stage->desk.taken.payment.paid);
        QCOMPARE(stage->desk.taken.payment.reference, std::string("3F9A-01BC"));
        QCOMPARE(stage->payDesk.left, 0); // the bill stays open
    }

    /// No answer to the opening is the same wish again, and never "nothing was taken".
    void silenceIsAskedAgain() {
        stage->payDesk.error = "timeout";
        stage->tap("pay");
        stage->tap("wechat");
        QCOMPARE(stage->pay.stage(), PayModel::Stage::Asking);
        pass(5000);
        QVERIFY(stage->payDesk.opened >= 2);
        QCOMPARE(stage->payDesk.lastWish.channel, std::string("wechat-qr"));
        stage->payDesk.error.clear();
        pass(2500);
        QCOMPARE(stage->pay.stage(), PayModel::Stage::Showing);
    }

    void failedMeansNothingWasTaken() {
        stage->tap("pay");
        stage->tap("wechat");
        stage->payDesk.state = "failed";
        pass(2500);
        QCOMPARE(stage->pay.stage(), PayModel::Stage::Nothing);
        QVERIFY(stage->control("wechat") && stage->control("window"));
        QVERIFY(stage->tap("window"));
        QCOMPARE(stage->page(), QStringLiteral("Ticket"));
        QVERIFY(stage->desk.taken.payment.reference.empty());
    }

    /// payments.md 18: an identity number never goes to a payment platform.
    void ownCodeAndWhatIsNone() {
        stage->tap("pay");
        QVERIFY(stage->tap("ownCode"));
        QCOMPARE(stage->pay.stage(), PayModel::Stage::Scanning);
        for (const char* other :
             {"11010519491231002X", "110105194912310038", "https://example.org", "hello"}) {
            stage->show(QString::fromLatin1(other).toStdString());
            QCOMPARE(stage->payDesk.opened, 0);
        }
        stage->payDesk.state = "paying";
        stage->show("134567890123456789");
        QCOMPARE(stage->payDesk.opened, 1);
        QCOMPARE(stage->payDesk.lastWish.authCode, std::string("134567890123456789"));
        QCOMPARE(stage->pay.stage(), PayModel::Stage::Paying);
        QVERIFY(!stage->desk.eye.onScan);
    }

    void paidButNoTicket() {
        stage->tap("pay");
        stage->tap("wechat");
        stage->desk.storeError = "store-full";
        stage->payDesk.state = "paid";
        pass(2500);
        QCOMPARE(stage->page(), QStringLiteral("Problem"));
        QVERIFY(stage->kiosk.problemText().contains(QStringLiteral("3F9A-01BC")));
    }

    /// A phone in the hand touches no screen: the page waits 150 s, then warns like every other.
    void thePageWaits() {
        stage->tap("pay");
        stage->tap("wechat");
        pass(140'000);
        QCOMPARE(stage->kiosk.warningSeconds(), 0);
        QCOMPARE(stage->page(), QStringLiteral("Pay"));
    }

private:
    void pass(std::int64_t ms) {
        for (std::int64_t gone = 0; gone < ms; gone += 500) {
            stage->clock.passedMs += 500;
            stage->pay.tick();
            stage->kiosk.tick();
        }
        stage->settle();
    }

    std::unique_ptr<Stage> stage;
};

} // namespace menzhen::kiosk::test
