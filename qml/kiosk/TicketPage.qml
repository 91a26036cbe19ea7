// SPDX-License-Identifier: Apache-2.0
// The ticket that was just issued: the number, what became of its paper, and what happens next.
import QtQuick
import QtQuick.Layouts
import Menzhen.KioskModels
import Menzhen.Ui

PageBody {
    id: root

    required property KioskModel kiosk
    required property TicketModel ticket

    readonly property bool noPaper: root.ticket.paper === TicketModel.Paper.Missing

    title: root.ticket.checkedIn ? qsTr("You are checked in") : qsTr("Your number is taken")

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
        FactRow { label: qsTr("Zone"); value: root.ticket.where; strong: true }
        FactRow { label: qsTr("Before you"); value: root.ticket.ahead; strong: true }
        FactRow { label: qsTr("Your call"); value: Theme.large || root.noPaper ? "" : root.ticket.call; strong: true }
        FactRow { label: qsTr("Department"); value: Theme.large || root.noPaper ? "" : root.ticket.department }
        FactRow { label: qsTr("Doctor"); value: Theme.large || root.noPaper ? "" : root.ticket.doctor }
        FactRow { label: qsTr("Time"); value: Theme.large && root.noPaper ? "" : root.ticket.band }
        FactRow { label: qsTr("Fee"); value: root.kiosk.veiled ? "•••" : root.ticket.fee }
    }
    Notice {
        Layout.fillWidth: true
        amber: root.noPaper || root.ticket.paper === TicketModel.Paper.Asking
        icon: "printer"
        title: root.ticket.paperText
        text: root.noPaper && Theme.large ? "" : root.ticket.checkInFrom.length > 0
            ? qsTr("Scan the ticket at any kiosk from %1. You queue from then on.").arg(root.ticket.checkInFrom)
            : qsTr("Wait in zone %1. The screen and the voice will call your number.").arg(root.ticket.zone)
        goTo: root.noPaper && root.kiosk.counter.length > 0
            ? qsTr("For a paper ticket: %1").arg(root.kiosk.counter) : ""
    }
    Notice {
        Layout.fillWidth: true
        visible: root.ticket.cutOffText.length > 0 && !(root.noPaper && Theme.large)
        objectName: "cutOff"
        text: root.ticket.cutOffText
    }
    RowLayout {
        Layout.fillWidth: true
        visible: root.noPaper && root.ticket.pageCode.length > 0
        spacing: Theme.gap

        QrPicture {
            modules: root.ticket.pageCode
            label: qsTr("Code of your page for your phone")
        }
        PlainText {
            Layout.fillWidth: true
            text: qsTr("Take your ticket along on your phone. Short code: %1").arg(root.ticket.shortCode)
        }
    }
    Item { Layout.fillHeight: true; Layout.minimumHeight: 0 }
    RowLayout {
        Layout.fillWidth: true
        visible: root.ticket.paper === TicketModel.Paper.Asking
        spacing: Theme.gap

        BigButton {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            text: qsTr("Yes, I have it")
            icon: "check"
            onTapped: root.ticket.cameOut()
        }
        BigButton {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            text: qsTr("No, print again")
            icon: "printer"
            onTapped: root.ticket.printAgain()
        }
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
