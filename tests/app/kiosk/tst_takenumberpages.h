// SPDX-License-Identifier: Apache-2.0
// A walk-in takes a number: real touches on real pages (experience.md 1.2; the numbers are its
// items).
#pragma once

#include "tests/app/kiosk/tour.h"

namespace menzhen::kiosk::test {

class TakeNumberPages : public QObject {
    Q_OBJECT

private slots:

    void walkInTakesAtMostEightTouches() { // 20
        Stage stage;
        for (const char* key : {"takeNumber", "nextPage", "老年医学科", "林知远", "08:00-08:30",
                                "goWithout", "confirm"})
            QVERIFY2(stage.tap(key), key);
        QCOMPARE(stage.page(), "Ticket");
        QVERIFY(stage.touches <= 8);
        QVERIFY(stage.desk.taken.idNumber.empty());
        QCOMPARE(stage.desk.releases, 0);
        QVERIFY(shows(stage, "¥50.00"));
    }

    void identityIsTypedCheckedAndForgotten() {
        Stage stage;
        stage.takeNumber.begin();
        stage.takeNumber.chooseDepartment(0);
        stage.takeNumber.chooseDoctor(1);
        stage.takeNumber.chooseBand(0);
        stage.settle();
        for (const QChar digit : QStringLiteral("999999194403021007"))
            QVERIFY(stage.tap(QString(digit)));
        QVERIFY(stage.tap("useIdentity"));
        QCOMPARE(stage.page(), "Identity"); // a wrong digit is said where it is typed
        QVERIFY(!stage.takeNumber.hintTitle().isEmpty());
        QVERIFY(stage.tap("删除一位"));
        QVERIFY(stage.tap("6"));
        stage.clock.passedMs += 31'000;
        stage.kiosk.tick();
        QVERIFY(!stage.takeNumber.typed().contains('9')); // 27
        QVERIFY(stage.tap("useIdentity"));
        QCOMPARE(stage.page(), "Confirm");
        QVERIFY(shows(stage, "****************06"));
        QVERIFY(!shows(stage, "999999"));
        QVERIFY(stage.tap("confirm"));
        QCOMPARE(stage.desk.taken.idNumber, std::string("999999194403021006"));
        QVERIFY(!stage.desk.taken.declinePriority);
        stage.kiosk.home();
        QVERIFY(!stage.takeNumber.typed().contains('9'));
    }

    void anAnswerThatComesTooLateChangesNothing() {
        Stage stage;
        stage.takeNumber.begin();
        stage.takeNumber.chooseDepartment(0);
        stage.takeNumber.chooseDoctor(1);
        stage.desk.slow = true;
        stage.takeNumber.chooseBand(0);
        QVERIFY(stage.kiosk.busy());
        stage.kiosk.back();
        QCOMPARE(stage.page(), "Doctors");
        stage.desk.answerOne();
        QCOMPARE(stage.page(), "Doctors");
        QVERIFY(stage.takeNumber.number().isEmpty());
        QCOMPARE(stage.desk.releases, 1); // whatever the registry put aside goes back
    }

    void aSlotThatIsGoneSaysSo() {
        Stage stage;
        stage.desk.holdError = "no-free-slot";
        for (const char* key : {"takeNumber", "心血管内科", "林知远", "08:00-08:30"})
            QVERIFY2(stage.tap(key), key);
        QCOMPARE(stage.page(), "Problem");
        QVERIFY(stage.tap("tryAgain"));
        QCOMPARE(stage.page(), "Bands");
    }

    void offlineKioskGivesItsOwnNumber() {
        Stage stage;
        stage.desk.cutOff = true;
        stage.desk.around.connected = false;
        stage.kiosk.refresh();
        QVERIFY(stage.tap("takeNumber"));
        QVERIFY(stage.tap("心血管内科"));
        QVERIFY(
            shows(stage, "网络中断:请到窗口挂号")); // one doctor's numbers: off, with the reason
        QVERIFY(stage.tap("本科室任一医生"));
        QVERIFY(shows(stage, "网络中断:只能挂当前时段"));
        QVERIFY(stage.tap("08:00-08:30"));
        stage.takeNumber.goWithout();
        stage.settle();
        QVERIFY(stage.takeNumber.own());
        QVERIFY(stage.tap("confirm"));
        QCOMPARE(stage.page(), "Ticket");
        QVERIFY(shows(stage, "C1-03"));
        QVERIFY(shows(stage, "网络中断,您的票有效。"));
    }

    void aNumberForTheLaboratoryTakesThreeTouches() { // 20
        Stage stage;
        QVERIFY(stage.tap("takeNumber"));
        QVERIFY(stage.tap("services"));
        QCOMPARE(stage.page(), "Services");
        QVERIFY(shows(stage, "12 人在等候"));
        QVERIFY(stage.tap("检验科"));
        QCOMPARE(stage.page(), "Ticket");
        QCOMPARE(stage.desk.lastQueue, std::string("LABO"));
        QVERIFY(shows(stage, "L0013"));
        QVERIFY(!shows(stage, "本科室任一医生"));
        QVERIFY(stage.touches <= 3);
        stage.kiosk.home();
        QCOMPARE(stage.service.services()->rowCount(), 0);
    }

    void cutOffTheLaboratorySaysWhereToGo() { // 36, 38
        Stage stage;
        stage.desk.cutOff = true;
        stage.desk.around.connected = false;
        stage.kiosk.refresh();
        stage.service.begin();
        stage.settle();
        QVERIFY(shows(stage, "2A"));
        QVERIFY(shows(stage, "网络中断:请直接到该处"));
        QVERIFY(!stage.control("检验科")->isEnabled());
        stage.desk.holdError = "offline-service";
        stage.service.choose(0); // the line went while the list was in sight
        QCOMPARE(stage.page(), "Problem");
        QVERIFY(stage.kiosk.problemText().contains("检验"));
        QVERIFY(!stage.kiosk.problemGoTo().isEmpty());
    }

    void placesForTheOldAreHeldOnceTheAgeIsKnown() { // C04
        Stage stage;
        stage.desk.eldersLeft = true;
        for (const char* key : {"takeNumber", "心血管内科", "本科室任一医生", "08:00-08:30"})
            QVERIFY2(stage.tap(key), key);
        QCOMPARE(stage.page(), "Identity");
        QCOMPARE(stage.desk.holds, 0);
        QVERIFY(!stage.control("goWithout"));
        typeIdentity(stage, QStringLiteral("999999198811201012"));
        QVERIFY(stage.tap("useIdentity"));
        QCOMPARE(stage.page(), "Identity");
        QVERIFY(shows(stage, "为老年人保留"));
        QCOMPARE(stage.desk.holds, 0);
        for (int digit = 0; digit < 18; ++digit)
            stage.takeNumber.erase();
        typeIdentity(stage, QStringLiteral("999999194403021006"));
        QVERIFY(stage.tap("useIdentity"));
        QCOMPARE(stage.page(), "Confirm");
        QCOMPARE(stage.desk.holds, 1);
        QCOMPARE(stage.desk.lastElder, std::string("999999194403021006"));
        QVERIFY(stage.tap("confirm"));
        QCOMPARE(stage.desk.taken.idNumber, std::string("999999194403021006"));
        stage.kiosk.home();
        QCOMPARE(stage.takeNumber.eldersFrom(), 0);
    }

    void ageGoesFirstUnlessDeclined() { // queue-rules: the patient may decline
        Stage stage;
        stage.takeNumber.begin();
        stage.takeNumber.chooseDepartment(0);
        stage.takeNumber.chooseDoctor(1);
        stage.takeNumber.chooseBand(0);
        for (const QChar key : QStringLiteral("999999194403021006"))
            stage.takeNumber.type(QString(key));
        stage.takeNumber.useIdentity();
        stage.settle();
        QVERIFY(stage.takeNumber.elder());
        QVERIFY(stage.tap("switchPriority"));
        QVERIFY(shows(stage, "您将按普通顺序候诊。"));
        QVERIFY(stage.tap("confirm"));
        QVERIFY(stage.desk.taken.declinePriority);
        stage.kiosk.home();
        QVERIFY(!stage.takeNumber.declined());
    }
};

} // namespace menzhen::kiosk::test
