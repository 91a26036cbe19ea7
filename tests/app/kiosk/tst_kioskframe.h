// SPDX-License-Identifier: Apache-2.0
// What every page has: controls, languages, help, the clock of an idle screen (experience.md 1.2;
// the numbers are its items).
#pragma once

#include "tests/app/kiosk/tour.h"

#include <QAccessible>

namespace menzhen::kiosk::test {

class KioskFrame : public QObject {
    Q_OBJECT

private:
    static QAccessibleInterface* accessible(QQuickItem* item) {
        return QAccessible::queryAccessibleInterface(item);
    }

private slots:

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
