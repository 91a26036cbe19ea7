// SPDX-License-Identifier: Apache-2.0
// Where everybody starts: three ways on, and everything that somebody needs who wants none of them.
import QtQuick
import QtQuick.Layouts
import Menzhen.KioskModels
import Menzhen.Ui

PageBody {
    id: root

    required property KioskModel kiosk
    required property CheckInModel checkIn
    required property TakeNumberModel takeNumber

    title: qsTr("Welcome. How can we help?")

    TileButton {
        Layout.fillWidth: true
        Layout.fillHeight: true
        Layout.minimumHeight: implicitHeight
        Layout.maximumHeight: Theme.mm(92)
        objectName: "haveBooking"
        title: qsTr("I have a booking")
        text: qsTr("Scan your booking code")
        icon: "scan"
        strong: true
        onTapped: root.checkIn.begin()
    }
    TileButton {
        Layout.fillWidth: true
        Layout.fillHeight: true
        Layout.minimumHeight: implicitHeight
        Layout.maximumHeight: Theme.mm(92)
        objectName: "takeNumber"
        title: qsTr("Take a number")
        text: root.kiosk.cutOff ? qsTr("A few, for the present time") : qsTr("Doctor, laboratory or pharmacy")
        icon: "ticket"
        onTapped: root.takeNumber.begin()
    }
    TileButton {
        Layout.fillWidth: true
        Layout.fillHeight: true
        Layout.minimumHeight: implicitHeight
        Layout.maximumHeight: Theme.mm(92)
        objectName: "myPlace"
        title: qsTr("My place in the queue")
        text: qsTr("Scan your ticket")
        icon: "queue"
        onTapped: root.checkIn.beginPlace()
    }
    BigButton {
        Layout.fillWidth: true
        objectName: "myReports"
        visible: !(Theme.large && root.kiosk.cutOff) // they wait for the network anyhow
        text: qsTr("My reports")
        icon: "report"
        onTapped: root.checkIn.beginReports()
    }
    Item { Layout.fillHeight: true; Layout.minimumHeight: 0 }
    Notice {
        Layout.fillWidth: true
        icon: "emergency"
        title: qsTr("Emergency?")
        objectName: "emergency"
        text: root.kiosk.emergency
    }
    RowLayout {
        Layout.fillWidth: true
        spacing: Theme.gap

        Icon { name: "window" }
        PlainText {
            Layout.fillWidth: true
            text: root.kiosk.counter.length > 0
                ? qsTr("Staffed windows, also for cash: %1").arg(root.kiosk.counter)
                : qsTr("The staffed windows serve you too, also with cash.")
        }
    }
    Notice {
        Layout.fillWidth: true
        visible: root.kiosk.cutOff
        objectName: "cutOff"
        title: Theme.large ? "" : qsTr("The network is interrupted")
        text: root.kiosk.cutOffText
    }
    RowLayout {
        Layout.fillWidth: true
        visible: !root.kiosk.cutOff || !root.kiosk.printsTickets
        spacing: Theme.gap

        Icon { name: root.kiosk.printsTickets ? "check" : "info" }
        PlainText {
            Layout.fillWidth: true
            text: root.kiosk.service
        }
    }
}
