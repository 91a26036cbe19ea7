// SPDX-License-Identifier: Apache-2.0
// My reports and how far each is. What was found by an identity number is opened by a code alone.
import QtQuick
import QtQuick.Layouts
import Menzhen.KioskModels
import Menzhen.Ui

ListPage {
    id: root

    required property KioskModel kiosk
    required property ReportsModel reports
    required property CheckInModel checkIn

    title: root.reports.none ? qsTr("There is no report yet") : qsTr("Your reports")
    text: root.reports.none ? qsTr("A report is shown here as soon as the examination has it.")
        : root.reports.opens ? qsTr("Choose the one to print.") : ""
    choices: root.reports.reports
    onChosen: index => root.reports.choose(index)

    Notice {
        Layout.fillWidth: true
        objectName: "howToOpen"
        visible: !root.reports.opens
        amber: false
        icon: "scan"
        title: Theme.large ? "" : qsTr("To print one, show its visit's code")
        text: Theme.large ? qsTr("To print one, show its visit's code")
                          : qsTr("It is on the ticket, or with the booking. Staff help without it.")
    }
    BigButton {
        Layout.fillWidth: true
        objectName: "showCode"
        visible: !root.reports.opens || root.reports.none
        text: qsTr("Show a visit's code")
        icon: "scan"
        onTapped: root.checkIn.beginReports()
    }
    BigButton {
        Layout.fillWidth: true
        objectName: "done"
        text: qsTr("Done")
        icon: "check"
        strong: true
        onTapped: root.kiosk.home()
    }
}
