// SPDX-License-Identifier: Apache-2.0
// Every page once, reached as a person reaches it.
#pragma once

#include "tests/app/kiosk/stage.h"

#include <QDir>

namespace menzhen::kiosk::test {

/// Whether these words are in sight.
inline bool shows(Stage& stage, const QString& words) {
    bool found = false;
    Stage::walk(stage.window->contentItem(), [&](QQuickItem* item) {
        found = found || item->property("text").toString().contains(words);
    });
    return found;
}

using See = std::function<void(Stage&, const QString& page)>;

/// Ends whatever is on the screen and stands at the start in this language and size.
inline void standAt(Stage& stage, const QString& language, bool large) {
    stage.kiosk.home();
    stage.speak(language);
    if (stage.kiosk.large() != large) stage.kiosk.switchSize();
    stage.settle(30);
}

inline void typeIdentity(Stage& stage, const QString& number) {
    for (const QChar digit : number)
        stage.takeNumber.type(QString(digit));
}

inline void seeBookings(Stage& stage, const std::function<void()>& again,
                        const std::function<void(const char*)>& see) {
    again();
    see("attract");
    stage.checkIn.begin();
    see("scan");
    stage.show("nothing of ours");
    stage.show("nothing of ours");
    stage.show("nothing of ours");
    see("scan-failed");
    stage.checkIn.useShortCode();
    for (const char* key : {"7", "G", "0", "M", "X"})
        stage.checkIn.type(QString::fromLatin1(key));
    see("short-code");
    again();
    stage.checkIn.begin();
    stage.checkIn.useIdentity();
    see("find");
    for (const QChar digit : QStringLiteral("999999197901311034"))
        stage.checkIn.type(QString(digit));
    stage.checkIn.enter();
    stage.checkIn.enter();
    stage.checkIn.enter();
    see("find-failed");
    again();
    stage.checkIn.begin();
    stage.checkIn.usePhone();
    for (const QChar digit : QStringLiteral("13800001234"))
        stage.checkIn.type(QString(digit));
    see("find-phone");
    stage.checkIn.enter();
    for (const QChar digit : QStringLiteral("19440303"))
        stage.checkIn.type(QString(digit));
    see("find-birth");
    stage.checkIn.enter();
    stage.checkIn.enter();
    stage.checkIn.enter();
    see("find-birth-failed");
    again();
    stage.desk.scarce = true;
    stage.checkIn.begin();
    stage.show("BOOKING");
    stage.checkIn.yes();
    see("pickup");
    for (const QChar digit : QStringLiteral("999999197901311034"))
        stage.checkIn.type(QString(digit));
    stage.checkIn.enter();
    see("pickup-failed");
    stage.checkIn.enter();
    stage.checkIn.enter();
    see("problem-identity-mismatch");
    stage.desk.scarce = false;
    stage.desk.late = true;
    again();
    stage.checkIn.begin();
    stage.show("BOOKING");
    see("visit-late");
    stage.desk.late = false;
    again();
    stage.checkIn.begin();
    stage.show("BOOKING");
    see("visit");
    stage.checkIn.yes();
    see("ticket");
    again();
    stage.desk.paper = flows::PrintReport::Result::Sent;
    stage.checkIn.begin();
    stage.show("BOOKING");
    stage.checkIn.yes();
    see("ticket-asking");
    again();
    stage.desk.paper = flows::PrintReport::Result::NotPrinted;
    stage.checkIn.begin();
    stage.show("BOOKING");
    stage.checkIn.yes();
    see("ticket-no-paper");
    stage.desk.paper = flows::PrintReport::Result::Printed;
    again();
    stage.checkIn.beginPlace();
    stage.show("TICKET");
    see("place");
    again();
    stage.desk.state = flows::VisitState::TooEarly;
    stage.checkIn.begin();
    stage.show("BOOKING");
    see("problem-early");
    stage.desk.state = flows::VisitState::SessionCancelled;
    again();
    stage.checkIn.begin();
    stage.show("BOOKING");
    see("problem-cancelled");
    stage.desk.state = flows::VisitState::Ready;
}

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

inline void seeNextVisit(Stage& stage, const std::function<void()>& again,
                         const std::function<void(const char*)>& see) {
    const auto choose = [&stage] {
        stage.checkIn.beginPlace();
        stage.show("TICKET");
        stage.nextVisit.begin();
        stage.nextVisit.chooseDay(0);
        stage.nextVisit.chooseDoctor(1);
        stage.nextVisit.chooseBand(0);
    };
    stage.desk.placeState = "finished";
    again();
    stage.checkIn.beginPlace();
    stage.show("TICKET");
    see("place-finished");
    stage.nextVisit.begin();
    see("next-days");
    stage.clock.passedMs += 61'000;
    stage.kiosk.moreTime();
    stage.kiosk.tick();
    see("next-days-old");
    stage.nextVisit.chooseDay(0);
    see("next-doctors");
    stage.nextVisit.chooseDoctor(1);
    see("next-bands");
    stage.nextVisit.chooseBand(0);
    see("next-confirm");
    stage.nextVisit.confirm();
    see("next-booked");
    again();
    stage.desk.paper = flows::PrintReport::Result::NotPrinted;
    choose();
    stage.nextVisit.confirm();
    see("next-booked-no-paper");
    stage.desk.paper = flows::PrintReport::Result::Printed;
    for (const char* code : {"no-identity", "booking-unknown", "booked-that-day"}) {
        again();
        stage.desk.bookError = code;
        choose();
        stage.nextVisit.confirm();
        see((std::string("problem-") + code).c_str());
    }
    stage.desk.bookError.clear();
    stage.desk.placeState = "waiting";
}

inline void seeReports(Stage& stage, const std::function<void()>& again,
                       const std::function<void(const char*)>& see) {
    again();
    stage.checkIn.beginReports();
    see("reports-scan");
    stage.show("nothing of ours");
    see("reports-scan-failed");
    stage.checkIn.useIdentity();
    see("reports-find");
    for (const QChar digit : QStringLiteral("999999194403021006"))
        stage.checkIn.type(QString(digit));
    stage.checkIn.enter();
    see("reports-states");
    again();
    stage.checkIn.beginReports();
    stage.show("TICKET");
    see("reports-none");
    again();
    stage.checkIn.beginReports();
    stage.show("BOOKING");
    see("reports");
    stage.reports.choose(1);
    see("report-not-final");
    stage.reports.print();
    see("report-printed");
    stage.kiosk.back();
    stage.reports.choose(2);
    see("report");
    stage.desk.paper = flows::PrintReport::Result::Sent;
    stage.reports.print();
    see("report-asking");
    stage.desk.paper = flows::PrintReport::Result::NotPrinted;
    stage.reports.print();
    see("report-missing");
    stage.desk.paper = flows::PrintReport::Result::Printed;
    stage.desk.reportPrintError = "report-no-paper";
    stage.reports.print();
    see("problem-report-no-paper");
    stage.desk.reportPrintError.clear();
}

/// What a kiosk without its registry shows.
inline void seeCutOff(Stage& stage, const std::function<void()>& again,
                      const std::function<void(const char*)>& see) {
    stage.desk.cutOff = true;
    again();
    stage.service.begin();
    see("services-offline");
    again();
    stage.takeNumber.begin();
    see("departments-offline");
    stage.takeNumber.chooseDepartment(0);
    see("doctors-offline");
    stage.takeNumber.chooseDoctor(0);
    see("bands-offline");
    stage.takeNumber.chooseBand(0);
    stage.takeNumber.goWithout();
    see("confirm-offline");
    stage.takeNumber.confirm();
    see("ticket-offline");
    again();
    stage.checkIn.begin();
    stage.show("BOOKING");
    stage.checkIn.yes();
    see("ticket-offline-booked");
    again();
    stage.checkIn.beginPlace();
    stage.show("TICKET");
    see("place-offline");
    again();
    stage.desk.reportError = "offline-reports";
    stage.checkIn.beginReports();
    stage.show("BOOKING");
    see("problem-offline-reports");
    stage.desk.reportError.clear();
    for (const char* code : {"offline-personal", "offline-limit"}) {
        again();
        stage.desk.holdError = code;
        stage.takeNumber.begin();
        stage.takeNumber.chooseDepartment(0);
        stage.takeNumber.chooseDoctor(0);
        stage.takeNumber.chooseBand(0);
        see((std::string("problem-") + code).c_str());
    }
    stage.desk.holdError.clear();
    again();
    stage.desk.state = flows::VisitState::AlreadyCheckedIn;
    stage.checkIn.begin();
    stage.show("BOOKING");
    see("problem-already");
    stage.desk.state = flows::VisitState::Ready;
    stage.desk.cutOff = false;
    again();
}

inline void seeTheRest(Stage& stage, const std::function<void()>& again,
                       const std::function<void(const char*)>& see) {
    again();
    stage.takeNumber.begin();
    stage.kiosk.callHelp();
    see("help");
    again();
    stage.takeNumber.begin();
    stage.clock.passedMs += (stage.kiosk.large() ? 120'000 : 60'000) + 1000;
    stage.kiosk.tick();
    see("idle-warning");
    again();
    stage.desk.around.connected = false;
    stage.kiosk.refresh();
    see("attract-offline");
    seeCutOff(stage, again, see);
    stage.desk.around.connected = true;
    stage.kiosk.refresh();
    again();
    stage.desk.storeError = "store-full";
    stage.desk.around.neighbour = "K2";
    stage.kiosk.refresh();
    stage.checkIn.begin();
    stage.show("BOOKING");
    stage.checkIn.yes();
    see("problem-disk");
    stage.desk.around.storeWorks = false;
    again();
    stage.kiosk.refresh();
    see("out-of-service-disk");
    stage.desk.around.storeWorks = true;
    stage.desk.storeError.clear();
    stage.kiosk.refresh();
    const auto hospital = std::exchange(stage.desk.around.hospital, {});
    stage.kiosk.refresh();
    see("out-of-service");
    stage.desk.around.hospital = hospital;
    stage.kiosk.refresh();
}

inline void seeEveryPage(Stage& stage, const QString& language, bool large, const See& look) {
    const auto again = [&] { standAt(stage, language, large); };
    const auto see = [&](const char* page) {
        stage.settle(40);
        look(stage, QString::fromLatin1(page));
    };
    seeBookings(stage, again, see);
    seeWalkIn(stage, again, see);
    seePayment(stage, again, see);
    seeServices(stage, again, see);
    seeNextVisit(stage, again, see);
    seeReports(stage, again, see);
    seeTheRest(stage, again, see);
}

inline int drawPages(const QString& folder) {
    QDir().mkpath(folder);
    Stage stage;
    for (const QString& language : {QStringLiteral("zh"), QStringLiteral("en")})
        for (const bool large : {false, true})
            seeEveryPage(stage, language, large, [&](Stage& s, const QString& page) {
                const QString name = QStringLiteral("%1/%2-%3%4.png")
                                         .arg(folder, page, language, large ? "-large" : "");
                if (!s.window->grabWindow().save(name)) qFatal("cannot write %s", qPrintable(name));
            });
    return 0;
}

} // namespace menzhen::kiosk::test
