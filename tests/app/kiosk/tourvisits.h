// SPDX-License-Identifier: Apache-2.0
// The pages of whoever has a booking or a ticket: checking in, the place in the queue, reports, the
// next visit.
#pragma once

#include "tests/app/kiosk/tourstand.h"

namespace menzhen::kiosk::test {

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

} // namespace menzhen::kiosk::test
