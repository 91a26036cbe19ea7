// SPDX-License-Identifier: Apache-2.0
// One question to a person who has booked: is it this?
import QtQuick
import QtQuick.Layouts
import Menzhen.KioskModels
import Menzhen.Ui

PageBody {
    id: root

    required property KioskModel kiosk
    required property CheckInModel checkIn

    title: qsTr("Is this your visit?")

    FactCard {
        Layout.fillWidth: true

        FactRow { label: qsTr("Department"); value: root.checkIn.department; strong: true }
        FactRow { label: qsTr("Doctor"); value: root.checkIn.doctor; strong: true }
        FactRow { label: qsTr("Time"); value: root.checkIn.band; strong: true }
        FactRow { label: qsTr("Name"); value: root.kiosk.veiled ? "•••" : root.checkIn.name }
        FactRow { label: qsTr("Number"); value: root.checkIn.number }
        FactRow { label: qsTr("Zone"); value: root.checkIn.where }
        FactRow { label: qsTr("Before you"); value: root.checkIn.ahead }
        FactRow { label: qsTr("Fee"); value: root.kiosk.veiled ? "•••" : root.checkIn.fee }
    }
    Notice {
        Layout.fillWidth: true
        visible: root.checkIn.late
        icon: "clock"
        title: qsTr("Your time has begun")
        text: qsTr("You can still come. Those who were on time go first.")
    }
    Item { Layout.fillHeight: true; Layout.minimumHeight: 0 }
    BigButton {
        Layout.fillWidth: true
        implicitHeight: Theme.mm(Theme.large ? 28 : 36)
        objectName: "yes"
        text: qsTr("Yes, check me in")
        icon: "check"
        strong: true
        onTapped: root.checkIn.yes()
    }
    BigButton {
        Layout.fillWidth: true
        objectName: "no"
        text: qsTr("No, this is not mine")
        icon: "close"
        onTapped: root.checkIn.no()
    }
}
