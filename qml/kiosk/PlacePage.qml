// SPDX-License-Identifier: Apache-2.0
// One's own ticket: where it stands now.
import QtQuick
import QtQuick.Layouts
import Menzhen.KioskModels
import Menzhen.Ui

PageBody {
    id: root

    required property KioskModel kiosk
    required property TicketModel ticket
    required property NextVisitModel nextVisit

    title: root.ticket.checkedIn ? qsTr("You are checked in") : qsTr("Your place in the queue")

    FactCard {
        Layout.fillWidth: true

        PlainText {
            Layout.fillWidth: true
            objectName: "number"
            text: root.ticket.number
            horizontalAlignment: Text.AlignHCenter
            font.pixelSize: Theme.huge
            font.weight: Font.Black
            color: Theme.blue
                    }
        FactRow { label: qsTr("Now"); value: root.ticket.state; strong: true }
        FactRow { label: qsTr("Before you"); value: root.ticket.ahead; strong: true }
        FactRow { label: qsTr("Your call"); value: root.ticket.call; strong: true }
        FactRow { label: qsTr("Zone"); value: root.ticket.where }
        FactRow { label: qsTr("Room"); value: root.ticket.room }
        FactRow { label: qsTr("Department"); value: root.ticket.department }
        FactRow { label: qsTr("Doctor"); value: Theme.large && root.ticket.call.length > 0 ? "" : root.ticket.doctor }
        FactRow { label: qsTr("Time"); value: root.ticket.band }
        FactRow { label: qsTr("Name"); value: root.kiosk.veiled ? "•••" : root.ticket.name }
    }
    Notice {
        Layout.fillWidth: true
        visible: root.ticket.cutOffText.length > 0
        objectName: "cutOff"
        text: root.ticket.cutOffText
    }
    Notice {
        Layout.fillWidth: true
        visible: root.ticket.state.length > 0 && !root.ticket.over
        amber: false
        icon: "place"
        text: root.ticket.checkInFrom.length > 0
            ? qsTr("Scan the ticket at any kiosk from %1. You queue from then on.").arg(root.ticket.checkInFrom)
            : qsTr("Wait in zone %1. The screen and the voice will call your number.").arg(root.ticket.zone)
    }
    Item { Layout.fillHeight: true; Layout.minimumHeight: 0 }
    BigButton {
        Layout.fillWidth: true
        visible: root.ticket.offersNext
        objectName: "bookNext"
        text: qsTr("Book my next visit")
        icon: "calendar"
        onTapped: root.nextVisit.begin()
    }
    BigButton {
        Layout.fillWidth: true
        objectName: "done"
        text: qsTr("Done")
        icon: "check"
        strong: true
        onTapped: root.ticket.done()
    }
}
