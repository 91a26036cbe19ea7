// SPDX-License-Identifier: Apache-2.0
// One report: what it is, whether it is final, and the paper. Its results are on paper alone.
import QtQuick
import QtQuick.Layouts
import Menzhen.KioskModels
import Menzhen.Ui

PageBody {
    id: root

    required property KioskModel kiosk
    required property ReportsModel reports

    readonly property bool asked: root.reports.paper !== ReportsModel.Paper.NotAsked
    readonly property bool missing: root.reports.paper === ReportsModel.Paper.Missing
    readonly property bool asking: root.reports.paper === ReportsModel.Paper.Asking

    title: root.kiosk.veiled ? "•••" : root.reports.examination

    FactCard {
        Layout.fillWidth: true

        FactRow { label: qsTr("State"); value: root.reports.state; strong: true }
        FactRow { label: qsTr("Issued"); value: root.reports.at }
        FactRow { label: qsTr("Visit"); value: root.reports.visit }
        FactRow { label: qsTr("Name"); value: root.kiosk.veiled ? "•••" : root.reports.name }
        FactRow { label: qsTr("Printed"); value: root.asked ? "" : root.reports.prints }
    }
    Notice {
        Layout.fillWidth: true
        objectName: "notFinal"
        visible: root.reports.notFinal
        title: qsTr("Not final")
        text: qsTr("Results may change. Wait for the final report, or ask your doctor.")
    }
    Notice {
        Layout.fillWidth: true
        objectName: "paper"
        visible: root.asked
        amber: root.missing || root.asking
        icon: "printer"
        title: root.reports.paperText
        text: root.missing ? qsTr("It is printed as soon as there is paper again, here or at another kiosk.")
            : Theme.large ? "" : qsTr("It holds your health data. Your doctor explains it to you.")
        goTo: root.missing && root.kiosk.counter.length > 0 ? qsTr("At a window: %1").arg(root.kiosk.counter) : ""
    }
    Item { Layout.fillHeight: true; Layout.minimumHeight: 0 }
    BigButton {
        Layout.fillWidth: true
        objectName: "cameOut"
        visible: root.asking
        text: qsTr("Yes, I have it")
        icon: "check"
        onTapped: root.reports.cameOut()
    }
    BigButton {
        Layout.fillWidth: true
        objectName: "print"
        visible: root.reports.paper !== ReportsModel.Paper.Printing
        text: root.missing ? qsTr("Try again")
            : root.reports.printedBefore ? qsTr("Print again, marked as a reprint") : qsTr("Print it")
        icon: "printer"
        strong: !root.asked
        onTapped: root.reports.print()
    }
    BigButton {
        Layout.fillWidth: true
        objectName: "done"
        text: qsTr("Done")
        icon: "check"
        strong: root.asked
        onTapped: root.kiosk.home()
    }
}
