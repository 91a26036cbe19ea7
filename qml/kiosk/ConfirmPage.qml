// SPDX-License-Identifier: Apache-2.0
// Who, where, when and how much, once more on one sheet, before anything is final.
import QtQuick
import QtQuick.Layouts
import Menzhen.KioskModels
import Menzhen.Ui

PageBody {
    id: root

    required property KioskModel kiosk
    required property TakeNumberModel takeNumber
    required property PayModel pay

    title: qsTr("Is everything right?")

    FactCard {
        Layout.fillWidth: true

        FactRow { label: qsTr("Department"); value: root.takeNumber.department; strong: true }
        FactRow { label: qsTr("Doctor"); value: root.takeNumber.doctor; strong: true }
        FactRow { label: qsTr("Time"); value: root.takeNumber.band; strong: true }
        FactRow { label: qsTr("Where"); value: root.takeNumber.where }
        FactRow { label: qsTr("Identity"); value: root.kiosk.veiled ? "•••" : root.takeNumber.identity }
        FactRow { label: qsTr("Fee"); value: root.kiosk.veiled ? "•••" : root.takeNumber.fee; strong: true }
        PlainText {
            Layout.fillWidth: true
            color: Theme.quietInk
            text: root.pay.offered ? qsTr("You can pay here with your phone, or at a window, also in cash.")
                : root.kiosk.counter.length > 0 ? qsTr("You pay at a window, also in cash: %1").arg(root.kiosk.counter)
                                                : qsTr("You pay at a staffed window, also in cash.")
        }
    }
    Notice {
        Layout.fillWidth: true
        visible: root.takeNumber.elder
        amber: false
        icon: "heart"
        text: root.takeNumber.declined ? qsTr("You wait in the usual order.") : qsTr("By your age you are called earlier.")
    }
    BigButton {
        Layout.fillWidth: true
        visible: root.takeNumber.elder
        objectName: "switchPriority"
        text: root.takeNumber.declined ? qsTr("Call me earlier after all") : qsTr("No, thank you: the usual order")
        icon: "queue"
        onTapped: root.takeNumber.switchPriority()
    }
    Notice {
        Layout.fillWidth: true
        visible: root.takeNumber.own
        objectName: "cutOff"
        text: Theme.large ? qsTr("Network interrupted: this kiosk gives you %1.").arg(root.takeNumber.number)
            : qsTr("The network is interrupted: this kiosk gives you its own number, %1. It is valid.").arg(root.takeNumber.number)
    }
    Notice {
        Layout.fillWidth: true
        visible: root.takeNumber.checkInFrom.length > 0
        amber: false
        icon: "clock"
        text: qsTr("For this time you scan your ticket again from %1.").arg(root.takeNumber.checkInFrom)
    }
    Item { Layout.fillHeight: true; Layout.minimumHeight: 0 }
    BigButton {
        Layout.fillWidth: true
        visible: root.pay.offered
        objectName: "pay"
        text: qsTr("Pay now with my phone")
        icon: "phone"
        onTapped: root.pay.begin()
    }
    BigButton {
        Layout.fillWidth: true
        implicitHeight: root.pay.offered ? Theme.primaryTarget : Theme.mm(36)
        objectName: "confirm"
        text: qsTr("Yes, print my ticket")
        icon: "ticket"
        strong: true
        onTapped: root.takeNumber.confirm()
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
