// SPDX-License-Identifier: Apache-2.0
// The next visit once more on one sheet, before it is booked. In whose name the registry knows.
import QtQuick
import QtQuick.Layouts
import Menzhen.KioskModels
import Menzhen.Ui

PageBody {
    id: root

    required property KioskModel kiosk
    required property NextVisitModel nextVisit

    title: qsTr("Is everything right?")
    text: qsTr("It is booked for whoever this ticket belongs to.")

    FactCard {
        Layout.fillWidth: true

        FactRow { label: qsTr("Day"); value: root.nextVisit.day; strong: true }
        FactRow { label: qsTr("Time"); value: root.nextVisit.band; strong: true }
        FactRow { label: qsTr("Department"); value: root.nextVisit.department; strong: true }
        FactRow { label: qsTr("Doctor"); value: root.nextVisit.doctor; strong: true }
        FactRow { label: qsTr("Where"); value: root.nextVisit.where }
        FactRow { label: qsTr("Name"); value: root.kiosk.veiled ? "•••" : root.nextVisit.name }
        FactRow { label: qsTr("Fee"); value: root.kiosk.veiled ? "•••" : root.nextVisit.fee; strong: true }
    }
    Notice {
        Layout.fillWidth: true
        amber: false
        icon: "calendar"
        text: qsTr("You pay on the day, at a window, also in cash.")
    }
    Item { Layout.fillHeight: true; Layout.minimumHeight: 0 }
    BigButton {
        Layout.fillWidth: true
        implicitHeight: Theme.mm(Theme.large ? 28 : 36)
        objectName: "bookIt"
        text: qsTr("Yes, book it")
        icon: "check"
        strong: true
        onTapped: root.nextVisit.confirm()
    }
    BigButton {
        Layout.fillWidth: true
        visible: !Theme.large // the bar has it too
        objectName: "cancel"
        text: qsTr("Cancel")
        icon: "close"
        onTapped: root.kiosk.home()
    }
}
