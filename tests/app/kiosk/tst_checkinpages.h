// SPDX-License-Identifier: Apache-2.0
// A booking is found and checked in, one's own ticket is shown: real touches on real pages
// (experience.md 1.2; the numbers are its items).
#pragma once

#include "tests/app/kiosk/tour.h"

namespace menzhen::kiosk::test {

class CheckInPages : public QObject {
    Q_OBJECT

private slots:

    void checkInByCodeTakesTwoTouches() { // 20, 22
        Stage stage;
        QVERIFY(stage.tap("haveBooking"));
        stage.show("BOOKING");
        QCOMPARE(stage.page(), "Visit");
        QVERIFY(shows(stage, "张*例"));
        QVERIFY(stage.tap("yes"));
        QCOMPARE(stage.page(), "Ticket");
        QVERIFY(shows(stage, "C007"));
        QCOMPARE(stage.desk.checkIns, 1);
        QVERIFY(stage.touches <= 3);
    }

    /// Prepaid: from the code to the ticket, at most three touches, and no page about paying.
    void row_G3_aPrepaidBookingSkipsEveryPaymentStep() {
        Stage stage;
        stage.payDesk.open_ = {"wechat-qr", "wechat-code", "alipay-qr", "alipay-code"};
        stage.desk.fee = core::TicketFee::Paid;
        QStringList pages;
        QObject::connect(&stage.kiosk, &KioskModel::pageChanged, &stage.kiosk,
                         [&] { pages += stage.page(); });
        QVERIFY(stage.tap("haveBooking"));
        stage.show("BOOKING");
        QCOMPARE(stage.page(), "Visit");
        QVERIFY(!stage.checkIn.fee().contains(QStringLiteral("窗口")));
        QVERIFY(stage.tap("yes"));
        QCOMPARE(stage.page(), "Ticket");
        QVERIFY(!pages.contains(QStringLiteral("Pay")));
        QCOMPARE(stage.payDesk.opened, 0);
        QVERIFY(stage.touches <= 3);
        QVERIFY(stage.ticket.fee().isEmpty()); // nothing is left to pay
        stage.kiosk.home();
        stage.desk.fee = core::TicketFee::AtWindow; // else it says where the money is taken
        QVERIFY(stage.tap("haveBooking"));
        stage.show("BOOKING");
        QVERIFY(stage.checkIn.fee().contains(QStringLiteral("窗口")));
    }

    void failedScansStayWhereTheyAre() { // 25, 38
        Stage stage;
        stage.tap("haveBooking");
        for (int failure = 1; failure <= 5; ++failure) {
            stage.show("nothing of ours");
            QCOMPARE(stage.page(), "Scan");
            QVERIFY(!stage.checkIn.hintTitle().isEmpty());
            QCOMPARE(stage.checkIn.hintGoTo().isEmpty(),
                     failure < CheckInModel::failuresUntilOtherWays);
        }
        stage.show("BOOKING");
        QCOMPARE(stage.page(), "Visit");
    }

    void shortCodeIsAnotherWay() {
        Stage stage;
        stage.tap("haveBooking");
        QVERIFY(stage.tap("useShortCode"));
        for (const QChar key : QStringLiteral("7G0MX2A4"))
            QVERIFY(stage.tap(QString(key)));
        QVERIFY(stage.tap("enter"));
        QCOMPARE(stage.page(), "FindBirth");
        for (const QChar key : QStringLiteral("19440302"))
            QVERIFY(stage.tap(QString(key)));
        QVERIFY(stage.tap("enter"));
        QCOMPARE(stage.page(), "Visit");
        QCOMPARE(stage.desk.lastKey.shortCode, std::string("7G0MX2A4"));
        QVERIFY(stage.desk.lastKey.phone.empty());
    }

    void aWrongBirthDateAndAnUnknownCodeAreOneAnswer() { // security.md: nothing to try out
        const auto typed = [](const char* code, const char* birth) {
            Stage stage;
            stage.desk.refusal = "unknown-code";
            stage.checkIn.begin();
            stage.checkIn.useShortCode();
            for (const char* key = code; *key != 0; ++key)
                stage.checkIn.type(QString(QLatin1Char(*key)));
            stage.checkIn.enter();
            stage.settle();
            if (stage.page() != QLatin1String("FindBirth")) return stage.page();
            for (const char* key = birth; *key != 0; ++key)
                stage.checkIn.type(QString(QLatin1Char(*key)));
            stage.checkIn.enter();
            stage.settle();
            return stage.page() + stage.checkIn.hintTitle();
        };
        const QString wrong = typed("7G0MX2A4", "19440303");
        QVERIFY(wrong.startsWith(QLatin1String("FindBirth")) && wrong.size() > 9);
        QCOMPARE(typed("ZZZZZZZZ", "19440303"), wrong);
    }

    void row_A2_whoHasNoCodeIsFoundByPhoneAndBirthDate() {
        Stage stage;
        stage.tap("haveBooking");
        QVERIFY(stage.tap("usePhone"));
        QCOMPARE(stage.page(), "FindPhone");
        for (const QChar key : QStringLiteral("13800001234"))
            QVERIFY(stage.tap(QString(key)));
        QVERIFY(stage.tap("enter"));
        QCOMPARE(stage.page(), "FindBirth");
        QVERIFY(!shows(stage, "1234"));
        for (const QChar key : QStringLiteral("19440302"))
            stage.checkIn.type(QString(key));
        stage.clock.passedMs += 31'000; // walk-away: dots
        stage.kiosk.tick();
        QVERIFY(!stage.checkIn.typed().contains(QLatin1Char('4')));
        QVERIFY(stage.tap("enter"));
        QCOMPARE(stage.page(), "Visit");
        QCOMPARE(stage.desk.lastKey.phone, std::string("13800001234"));
        QVERIFY(shows(stage, "张*例"));
        QVERIFY(stage.tap("no"));
        QCOMPARE(stage.page(), "FindBirth");
        stage.kiosk.back();
        stage.settle();
        QCOMPARE(stage.page(), "FindPhone");
        QVERIFY2(!stage.checkIn.typed().contains(QLatin1Char('8')), "nobody's number stays");
        stage.kiosk.home();
        QVERIFY(!stage.checkIn.typed().contains(QLatin1Char('4')));
    }

    void wherePlacesWereScarceWhoBookedComesInPerson() { // security.md 1
        Stage stage;
        stage.desk.scarce = true;
        stage.tap("haveBooking");
        stage.show("BOOKING");
        QCOMPARE(stage.page(), "Visit");
        QVERIFY(stage.tap("yes"));
        QCOMPARE(stage.page(), "Pickup");
        const auto type = [&stage](const QString& number) {
            while (stage.checkIn.typed().contains(QLatin1Char('9')))
                stage.checkIn.erase();
            for (const QChar digit : number)
                stage.checkIn.type(QString(digit));
            QVERIFY(stage.tap("enter"));
        };
        for (int failure = 1; failure <= 2; ++failure) {
            type("999999197901311034");
            QCOMPARE(stage.page(), "Pickup"); // said where it is typed
            QVERIFY(shows(stage, "与预约的证件号码不符"));
        }
        type("999999194403021006");
        QCOMPARE(stage.page(), "Ticket");
        QCOMPARE(stage.desk.checkIns, 1);
        stage.kiosk.home();
        stage.checkIn.begin();
        stage.show("BOOKING");
        stage.checkIn.yes();
        for (int failure = 1; failure <= 3; ++failure)
            type("999999197901311034");
        QCOMPARE(stage.page(), "Problem"); // to the staff
        QVERIFY(!stage.kiosk.problemGoTo().isEmpty());
        QCOMPARE(stage.desk.checkIns, 1);
        QVERIFY(!stage.checkIn.typed().contains(QLatin1Char('1')) ||
                stage.page() == QLatin1String("Problem"));
    }

    void cutOffTheShortCodeIsNoKey() {
        Stage stage;
        stage.desk.around.connected = false;
        stage.kiosk.refresh();
        stage.checkIn.begin();
        stage.checkIn.useShortCode();
        for (const QChar key : QStringLiteral("7G0MX2A4"))
            stage.checkIn.type(QString(key));
        stage.checkIn.enter();
        stage.settle();
        QCOMPARE(stage.page(), "ShortCode");
        QVERIFY(shows(stage, "请扫预约码,或用证件号码查找"));
    }

    void everyWayOutNamesAPlace() { // 38
        Stage stage;
        for (const auto state :
             {flows::VisitState::TooEarly, flows::VisitState::OtherDay,
              flows::VisitState::Cancelled, flows::VisitState::SessionCancelled}) {
            stage.kiosk.home();
            stage.desk.state = state;
            stage.checkIn.begin();
            stage.desk.eye.onScan({"BOOKING", {}});
            QCOMPARE(stage.page(), "Problem");
            QVERIFY2(!stage.kiosk.problemTitle().isEmpty() &&
                         !stage.kiosk.problemText().isEmpty() &&
                         !stage.kiosk.problemGoTo().isEmpty(),
                     flows::toText(state));
        }
        QCOMPARE(stage.desk.checkIns, 0);
    }

    void offlineKioskStillChecksIn() { // 36
        Stage stage;
        stage.desk.around.connected = false;
        stage.kiosk.refresh();
        QVERIFY(shows(stage, "离线"));
        stage.tap("haveBooking");
        stage.show("BOOKING");
        QCOMPARE(stage.page(), "Visit");
        QVERIFY(shows(stage, "离线"));
    }

    void whoHasNoCodeIsFoundByNumber() { // security.md 3: the number stays nowhere
        Stage stage;
        stage.tap("haveBooking");
        QVERIFY(stage.tap("useIdentity"));
        QCOMPARE(stage.page(), "Find");
        for (const char key : std::string("999999197901311034"))
            QVERIFY(stage.tap(QString(QLatin1Char(key))));
        QVERIFY(stage.tap("enter"));
        QCOMPARE(stage.page(), "Find");
        QVERIFY(shows(stage, "没有找到今天的预约"));
        stage.kiosk.back();
        stage.settle();
        QVERIFY(stage.tap("useIdentity"));
        QVERIFY(!stage.checkIn.typed().contains(QLatin1Char('9')));
        for (const QChar key : QStringLiteral("999999194403021006"))
            stage.checkIn.type(QString(key));
        stage.clock.passedMs += 31'000; // walk-away: dots
        stage.kiosk.tick();
        QVERIFY(!stage.checkIn.typed().contains(QLatin1Char('9')));
        stage.checkIn.enter();
        stage.settle();
        QCOMPARE(stage.page(), "Visit");
        stage.kiosk.home();
        QVERIFY(!stage.checkIn.typed().contains(QLatin1Char('9')));
    }

    void ownTicketShowsItsPlace() {
        Stage stage;
        QVERIFY(stage.tap("myPlace"));
        stage.show("TICKET");
        QCOMPARE(stage.page(), "Place");
        QVERIFY(shows(stage, "3 人"));
    }

    void paperIsNeverPromised() { // 35
        Stage stage;
        stage.desk.paper = flows::PrintReport::Result::NotPrinted;
        stage.checkIn.begin();
        stage.show("BOOKING");
        stage.tap("yes");
        QCOMPARE(stage.ticket.paper(), TicketModel::Paper::Missing);
        QVERIFY(!stage.ticket.pageCode().isEmpty());
        QVERIFY(shows(stage, "C007"));
        stage.kiosk.home();
        stage.desk.paper = flows::PrintReport::Result::Doubtful;
        stage.checkIn.begin();
        stage.show("BOOKING");
        stage.tap("yes");
        QVERIFY(stage.tap("没有,重新打印"));
        QCOMPARE(stage.desk.reprints, 1);
        QCOMPARE(stage.ticket.paper(), TicketModel::Paper::Printed);
    }

    void aPrinterThatStopsInTheMiddleSaysSo() { // 35
        Stage stage;
        PaperTold told = stage.ticket.printed();
        QCOMPARE(stage.ticket.paper(), TicketModel::Paper::Printing);
        QSignalSpy changed(&stage.ticket, &TicketModel::changed);
        stage.desk.around.printer.condition = ports::PrinterCondition::PaperOut;
        stage.kiosk.refresh();
        QCOMPARE(stage.ticket.paper(), TicketModel::Paper::Missing);
        QVERIFY(!changed.isEmpty());
        stage.desk.around.printer.condition = ports::PrinterCondition::Ready;
        stage.kiosk.refresh();
        QCOMPARE(stage.ticket.paper(), TicketModel::Paper::Printing);
        told({flows::PrintReport::Result::Printed, {}, {}});
        QCOMPARE(stage.ticket.paper(), TicketModel::Paper::Printed);
    }
};

} // namespace menzhen::kiosk::test
