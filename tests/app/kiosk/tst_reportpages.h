// SPDX-License-Identifier: Apache-2.0
// My reports at the kiosk: how far they are, one on paper, and what an identity number does not
// open.
#pragma once

#include "tests/app/kiosk/tour.h"

namespace menzhen::kiosk::test {

class ReportPages : public QObject {
    Q_OBJECT

private:
    static void typeNumber(Stage& stage, const char* number) {
        for (const QChar digit : QString::fromLatin1(number))
            stage.checkIn.type(QString(digit));
        stage.checkIn.enter();
        stage.settle();
    }

private slots:

    void row_M4_aReportIsPrintedByTheVisitsCode() {
        Stage stage;
        QVERIFY(stage.tap("myReports"));
        stage.show("BOOKING");
        QCOMPARE(stage.page(), "Reports");
        QVERIFY(shows(stage, "已登记,暂无结果"));
        QVERIFY(!stage.control("生化全套")->isEnabled()); // nothing to print yet
        QVERIFY(stage.tap("胸部正侧位X线摄影"));
        QVERIFY(shows(stage, "最终报告"));
        QVERIFY(shows(stage, "1 次"));
        QVERIFY(stage.tap("print"));
        QVERIFY(stage.touches <= 3);
        QCOMPARE(stage.desk.lastReport, std::string("r3"));
        QCOMPARE(stage.desk.lastReportKey.scanned, std::string("BOOKING"));
        QVERIFY(shows(stage, "请取走报告"));
        QVERIFY(shows(stage, "再打印一份"));
    }

    void row_W8_whatIsNotFinalSaysSo() {
        Stage stage;
        stage.checkIn.beginReports();
        stage.show("BOOKING");
        QVERIFY(shows(stage, "非最终"));
        stage.reports.choose(1);
        stage.settle();
        QVERIFY(stage.window->findChild<QQuickItem*>("notFinal")->isVisible());
        stage.kiosk.back();
        stage.reports.choose(2);
        stage.settle();
        QVERIFY(!stage.window->findChild<QQuickItem*>("notFinal")->isVisible());
    }

    void anIdentityNumberOpensNothing() {
        Stage stage;
        QVERIFY(stage.tap("myReports"));
        QVERIFY(stage.tap("useIdentity"));
        typeNumber(stage, "999999194403021006");
        QCOMPARE(stage.page(), "Reports");
        QVERIFY(!shows(stage, "血常规"));
        QVERIFY(shows(stage, "C007"));
        for (int row = 0; row < 3; ++row) {
            stage.reports.choose(row);
            stage.reports.print();
        }
        QCOMPARE(stage.desk.reportPrints, 0);
        stage.kiosk.home();
        stage.checkIn.beginReports();
        stage.checkIn.useIdentity();
        typeNumber(stage, "999999194403021006");
        QVERIFY(stage.tap("showCode"));
        QCOMPARE(stage.page(), "Scan");
        stage.show("BOOKING");
        QVERIFY(shows(stage, "血常规"));
    }

    void theShortCodeOpensThemToo() {
        Stage stage;
        stage.checkIn.beginReports();
        stage.checkIn.useShortCode();
        typeNumber(stage, "7G0MX2A4");
        QCOMPARE(stage.page(), "Reports");
        QCOMPARE(stage.desk.lastReportKey.shortCode, std::string("7G0MX2A4"));
    }

    void aCodeThatDoesNotWorkStaysOnItsPage() {
        Stage stage;
        stage.checkIn.beginReports();
        for (int i = 0; i < 3; ++i)
            stage.show("nothing of ours");
        QCOMPARE(stage.page(), "Scan");
        QVERIFY(!stage.checkIn.hintTitle().isEmpty());
        QVERIFY(!stage.checkIn.hintGoTo().isEmpty());
    }

    void cutOffItSaysSo() {
        Stage stage;
        stage.desk.reportError = "offline-reports";
        stage.checkIn.beginReports();
        stage.show("BOOKING");
        QCOMPARE(stage.page(), "Problem");
        QVERIFY(!stage.kiosk.problemTitle().isEmpty() && !stage.kiosk.problemGoTo().isEmpty());
    }

    void withoutPaperNothingIsLost() {
        Stage stage;
        stage.desk.paper = flows::PrintReport::Result::NotPrinted;
        stage.checkIn.beginReports();
        stage.show("BOOKING");
        stage.reports.choose(1);
        stage.settle();
        QVERIFY(stage.tap("print"));
        QCOMPARE(stage.reports.paper(), ReportsModel::Paper::Missing);
        QVERIFY(stage.tap("重试"));
        QCOMPARE(stage.desk.reportPrints, 2);
    }

    void nothingStaysBehindTheNextPerson() { // 26
        Stage stage;
        stage.checkIn.beginReports();
        stage.show("BOOKING");
        stage.reports.choose(2);
        stage.kiosk.home();
        QVERIFY(stage.reports.examination().isEmpty() && stage.reports.name().isEmpty());
        QVERIFY(stage.reports.visit().isEmpty() && stage.reports.none());
        QCOMPARE(stage.reports.reports()->rowCount(), 0);
        // An answer that comes when the person has left changes nothing.
        stage.desk.slow = true;
        stage.checkIn.beginReports();
        stage.show("BOOKING");
        stage.kiosk.home();
        stage.desk.answerOne();
        QCOMPARE(stage.page(), "Attract");
        QVERIFY(stage.reports.none());
    }

    void whoStandsAwayIsNotShown() { // 27
        Stage stage;
        stage.checkIn.beginReports();
        stage.show("BOOKING");
        stage.clock.passedMs += 31'000;
        stage.kiosk.tick();
        stage.settle();
        QVERIFY(!shows(stage, "胸部正侧位X线摄影"));
        stage.kiosk.touched();
        stage.reports.choose(2);
        stage.settle();
        QVERIFY(shows(stage, "胸部正侧位X线摄影"));
        stage.clock.passedMs += 31'000;
        stage.kiosk.tick();
        stage.settle();
        QVERIFY(!shows(stage, "胸部正侧位X线摄影"));
        QVERIFY(!shows(stage, "张*例"));
    }
};

} // namespace menzhen::kiosk::test
