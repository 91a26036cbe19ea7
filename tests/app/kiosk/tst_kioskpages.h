// SPDX-License-Identifier: Apache-2.0
// What a person can do, with real touches on real pages (experience.md 1.2; the numbers are its
// items).
#pragma once

#include "tests/app/kiosk/tour.h"

#include <QAccessible>

namespace menzhen::kiosk::test {

class KioskPages : public QObject {
    Q_OBJECT

private:
    static QAccessibleInterface* accessible(QQuickItem* item) {
        return QAccessible::queryAccessibleInterface(item);
    }

    static bool shows(Stage& stage, const QString& words) {
        bool found = false;
        Stage::walk(stage.window->contentItem(), [&](QQuickItem* item) {
            found = found || item->property("text").toString().contains(words);
        });
        return found;
    }

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
        QCOMPARE(stage.page(), "Visit");
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

    void wordsExistForEveryCodeInBothLanguages() {
        Stage stage;
        const WordsAbout about{"zh", "1楼", "09:00", "11月23日"};
        const Words fallback = Wording::of({core::ErrorKind::Bug, "no such code", {}}, about);
        for (const char* code :
             {"too-long",         "not-ours",          "bad-base45",        "bad-cbor",
              "bad-structure",    "bad-alg",           "unknown-key",       "key-not-valid",
              "key-revoked",      "bad-signature",     "wrong-scope",       "other-site",
              "too-early",        "expired",           "revoked-id",        "unknown-code",
              "short-code-check", "unknown-booking",   "unknown-ticket",    "other-day",
              "cancelled",        "session-cancelled", "unknown-session",   "no-free-slot",
              "session-over",     "session-closed",    "hold-expired",      "too-many-holds",
              "timeout",          "no-answer",         "cannot-seal",       "id-length",
              "id-check-digit",   "id-birth-date",     "printer-paper-out", "no-printer"}) {
            stage.speak("zh");
            const Words zh = Wording::of({core::ErrorKind::Refused, code, {}}, about);
            stage.speak("en");
            const Words en = Wording::of({core::ErrorKind::Refused, code, {}}, about);
            QVERIFY2(!zh.title.isEmpty() && !zh.text.isEmpty() && !zh.goTo.isEmpty(), code);
            QVERIFY2(zh.title != fallback.title && zh.title != en.title, code);
        }
    }

    void touchShowsAtOnceAndSlidingOffCancels() { // 11
        Stage stage;
        QQuickItem* key = stage.control("haveBooking");
        const QPoint at = key->mapToScene({key->width() / 2, key->height() / 2}).toPoint();
        QTest::mousePress(stage.window, Qt::LeftButton, {}, at);
        QVERIFY(key->property("down").toBool());
        QTest::mouseMove(stage.window, at + QPoint(0, static_cast<int>(key->height())));
        QTest::mouseRelease(stage.window, Qt::LeftButton, {},
                            at + QPoint(0, static_cast<int>(key->height())));
        QCOMPARE(stage.page(), "Attract");
    }

    void touchJustOutsideCountsAndASecondOneDoesNot() { // 12
        Stage stage;
        stage.checkIn.begin();
        stage.checkIn.useShortCode();
        stage.settle();
        QQuickItem* key = stage.control("7");
        const QPointF at = key->mapToScene(
            {key->width() / 2, -2.5 * stage.window->width() / Stage::screenWidthMm});
        QTest::mouseClick(stage.window, Qt::LeftButton, {}, at.toPoint());
        QTest::mouseClick(stage.window, Qt::LeftButton, {}, at.toPoint());
        QCOMPARE(stage.checkIn.typed().count('7'), 1);
    }

    void everyControlSpeaksAndCanBePressed() {
        Stage stage;
        for (const QString& language : {QStringLiteral("zh"), QStringLiteral("en")})
            seeEveryPage(stage, language, false, [&](Stage& s, const QString& page) {
                QVERIFY2(page.startsWith("out-of-service") || s.controls().size() >= 3,
                         qPrintable(page));
                for (QQuickItem* item : s.controls()) {
                    QAccessibleInterface* face = accessible(item);
                    QVERIFY2(face, qPrintable(page));
                    QCOMPARE(face->role(), QAccessible::Button);
                    QVERIFY2(!face->text(QAccessible::Name).isEmpty(),
                             qPrintable(page + item->objectName()));
                    QVERIFY(face->actionInterface() &&
                            face->actionInterface()->actionNames().contains(
                                QAccessibleActionInterface::pressAction()));
                }
            });
        standAt(stage, "zh", false);
        accessible(stage.control("haveBooking"))
            ->actionInterface()
            ->doAction(QAccessibleActionInterface::pressAction());
        QCOMPARE(stage.page(), "Scan");
    }

    void helpAndLanguageStandInOnePlace() { // 18, 37
        Stage stage;
        for (const bool large : {false, true}) {
            QPointF help, language;
            seeEveryPage(stage, "zh", large, [&](Stage& s, const QString& page) {
                QQuickItem* keys[] = {s.control("helpButton"), s.control("languageButton"),
                                      s.control("sizeButton")};
                for (QQuickItem* key : keys)
                    QVERIFY2(key, qPrintable(page));
                const QPointF helpNow = keys[0]->mapToScene({0, 0}),
                              languageNow = keys[1]->mapToScene({0, 0});
                if (page == "attract") help = helpNow, language = languageNow;
                QCOMPARE(helpNow, help);
                QCOMPARE(languageNow, language);
            });
        }
    }

    void languageChangesEveryPageInPlace() { // 18: state kept
        Stage stage;
        seeEveryPage(stage, "zh", false, [](Stage& s, const QString& page) {
            if (page == "idle-warning" || page.startsWith("out-of-service")) return;
            const QString where = s.page();
            const auto heading = [&s] {
                QString words;
                Stage::walk(s.window->contentItem(), [&words](QQuickItem* item) {
                    if (item->objectName() == QLatin1String("heading"))
                        words = item->property("text").toString();
                });
                return words;
            };
            const QString zh = heading();
            s.kiosk.switchLanguage();
            QCOMPARE(s.page(), where);
            QVERIFY2(zh != heading(), qPrintable(page));
            s.kiosk.switchLanguage();
            QCOMPARE(heading(), zh);
        });
    }

    void idleWarnsThenForgets() { // 23, 24, 26
        Stage stage;
        stage.checkIn.begin();
        stage.show("BOOKING");
        const auto wait = [&stage](int seconds) {
            stage.clock.passedMs += seconds * 1000;
            stage.kiosk.tick();
        };
        wait(31);
        QVERIFY(stage.kiosk.veiled());
        QVERIFY(!shows(stage, "张*例")); // 27
        stage.kiosk.touched();
        for (int more = 0; more < 10; ++more) {
            wait(61);
            QVERIFY(stage.kiosk.warningSeconds() > 0);
            QVERIFY(stage.tap("moreTime"));
            QCOMPARE(stage.kiosk.warningSeconds(), 0);
        }
        QVERIFY(shows(stage, "张*例"));
        wait(61);
        QVERIFY(stage.kiosk.warningSeconds() >= 18);
        wait(20);
        stage.settle();
        QCOMPARE(stage.page(), "Attract");
        QVERIFY(stage.checkIn.name().isEmpty() && stage.checkIn.number().isEmpty() &&
                stage.ticket.number().isEmpty());
        for (QObject* object : stage.window->findChildren<QObject*>())
            QVERIFY(!object->property("text").toString().contains("C007"));
    }

    void typingAndLargeLettersHaveMoreTime() { // 23
        Stage stage;
        stage.kiosk.switchSize();
        stage.checkIn.begin();
        stage.checkIn.useShortCode();
        stage.clock.passedMs += 239'000;
        stage.kiosk.tick();
        QCOMPARE(stage.kiosk.warningSeconds(), 0);
        stage.clock.passedMs += 2'000;
        stage.kiosk.tick();
        QVERIFY(stage.kiosk.warningSeconds() > 0);
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

    void aFullDiskSendsPeopleToTheNeighbour() { // sync.md 1.15
        Stage stage;
        stage.desk.around.neighbour = "K2";
        stage.desk.storeError = "store-full";
        stage.kiosk.refresh();
        stage.checkIn.begin();
        stage.show("BOOKING");
        QVERIFY(stage.tap("yes"));
        QCOMPARE(stage.page(), "Problem");
        QVERIFY(stage.kiosk.problemGoTo().contains("K2"));
        stage.desk.around.storeWorks = false;
        stage.kiosk.refresh();
        stage.kiosk.home();
        stage.settle();
        QCOMPARE(stage.page(), "OutOfService");
        QVERIFY(shows(stage, "请使用自助机 K2,或到人工窗口办理。"));
        stage.desk.around.storeWorks = true;
        stage.kiosk.refresh();
        QCOMPARE(stage.page(), "Attract");
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

    void ownTicketShowsItsPlace() {
        Stage stage;
        QVERIFY(stage.tap("myPlace"));
        stage.show("TICKET");
        QCOMPARE(stage.page(), "Place");
        QVERIFY(shows(stage, "3 人"));
    }

    void helpKnowsTheScreenAndComesBack() { // 37
        Stage stage;
        stage.tap("takeNumber");
        QVERIFY(stage.tap("helpButton"));
        QCOMPARE(stage.page(), "Help");
        QCOMPARE(stage.desk.helpScreen, std::string("walk-in.department"));
        QCOMPARE(stage.kiosk.helpState(), KioskModel::HelpState::Called);
        stage.desk.helpAnswered = true;
        stage.kiosk.refresh();
        QCOMPARE(stage.kiosk.helpState(), KioskModel::HelpState::Coming);
        QVERIFY(stage.tap("goOn"));
        QCOMPARE(stage.page(), "Departments");
    }

    void anUnheardCallForHelpSaysSo() {
        Stage stage;
        stage.desk.around.connected = false;
        stage.kiosk.refresh();
        stage.tap("helpButton");
        QCOMPARE(stage.kiosk.helpState(), KioskModel::HelpState::Unheard);
    }
};

} // namespace menzhen::kiosk::test
