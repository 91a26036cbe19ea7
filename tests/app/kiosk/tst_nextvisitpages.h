// SPDX-License-Identifier: Apache-2.0
// The next visit is booked with this one's ticket in hand.
#pragma once

#include "tests/app/kiosk/tour.h"

namespace menzhen::kiosk::test {

class NextVisitPages : public QObject {
    Q_OBJECT

private:
    static void showTicket(Stage& stage, const char* state) {
        stage.desk.placeState = state;
        stage.checkIn.beginPlace();
        stage.show("TICKET");
    }

private slots:

    void row_G9_theNextVisitIsBookedFromTheTicket() {
        Stage stage;
        stage.desk.placeState = "finished";
        QVERIFY(stage.tap("myPlace"));
        stage.show("TICKET");
        for (const char* key : {"bookNext", "11月24日 周二", "林知远", "08:00-08:30"})
            QVERIFY2(stage.tap(key), key);
        QCOMPARE(stage.page(), "NextConfirm");
        QVERIFY(shows(stage, "张*例")); // all that is ever shown of whom
        QVERIFY(stage.tap("bookIt"));
        QCOMPARE(stage.page(), "NextBooked");
        QVERIFY(stage.touches <= 8);
        QCOMPARE(stage.desk.lastWish.ticket, std::string("00112233445566aa"));
        QCOMPARE(stage.desk.lastWish.asOfMs, std::int64_t{1795391400000});
        QVERIFY(shows(stage, "8H1N-Y3B5"));
        QVERIFY(shows(stage, "请取走预约单"));
        stage.kiosk.home();
        QVERIFY(stage.nextVisit.shortCode().isEmpty() && stage.nextVisit.department().isEmpty());
        QCOMPARE(stage.nextVisit.days()->rowCount(), 0);
    }

    void whoStillWaitsIsNotAsked() {
        for (const char* state : {"expected", "waiting", "staged", "missed"}) {
            Stage stage;
            showTicket(stage, state);
            QVERIFY2(!stage.control("bookNext"), state);
        }
        for (const char* state : {"called", "onleave", "finished"}) {
            Stage stage;
            showTicket(stage, state);
            QVERIFY2(stage.control("bookNext"), state);
        }
    }

    void row_T5_theListSaysHowOldItIs() {
        Stage stage;
        showTicket(stage, "finished");
        QVERIFY(stage.tap("bookNext"));
        QVERIFY(shows(stage, "07:50 的号源"));
        QVERIFY(!shows(stage, "不是最新"));
        stage.clock.passedMs += 61'000;
        stage.kiosk.moreTime();
        stage.kiosk.tick();
        QVERIFY(shows(stage, "不是最新"));
        QVERIFY(stage.tap("11月24日 周二"));
        QVERIFY(!shows(stage, "不是最新"));
        stage.desk.bookError = "stale-availability";
        stage.nextVisit.chooseDoctor(1);
        stage.nextVisit.chooseBand(0);
        stage.nextVisit.confirm();
        QCOMPARE(stage.page(), "Problem");
        QVERIFY(!stage.kiosk.problemText().isEmpty());
    }

    void daysThatAreNotOpenSayWhy() { // W10
        Stage stage;
        showTicket(stage, "finished");
        QVERIFY(stage.tap("bookNext"));
        QVERIFY(shows(stage, "当日无门诊"));
        QVERIFY(!stage.control("11月25日 周三")->isEnabled());
    }

    void cutOffItSaysSo() {
        Stage stage;
        showTicket(stage, "finished");
        stage.desk.holdError = "offline-booking";
        QVERIFY(stage.tap("bookNext"));
        QCOMPARE(stage.page(), "Problem");
        QVERIFY(!stage.kiosk.problemGoTo().isEmpty());
    }

    void withoutPaperTheCodeStaysOnTheScreen() {
        Stage stage;
        stage.desk.paper = flows::PrintReport::Result::NotPrinted;
        showTicket(stage, "finished");
        stage.nextVisit.begin();
        stage.nextVisit.chooseDay(0);
        stage.nextVisit.chooseDoctor(1);
        stage.nextVisit.chooseBand(0);
        stage.nextVisit.confirm();
        stage.settle();
        QVERIFY(stage.nextVisit.noPaper());
        QVERIFY(!stage.nextVisit.pageCode().isEmpty());
        QVERIFY(!stage.kiosk.canGoBack());
    }
};

} // namespace menzhen::kiosk::test
