// SPDX-License-Identifier: Apache-2.0
// The next visit is booked: the slip, and the same on the screen.
import QtQuick
import QtQuick.Layouts
import Menzhen.KioskModels
import Menzhen.Ui

PageBody {
    id: root

    required property KioskModel kiosk
    required property NextVisitModel nextVisit

    title: qsTr("Your next visit is booked")

    FactCard {
        Layout.fillWidth: true

        FactRow { label: qsTr("Day"); value: root.nextVisit.day; strong: true }
        FactRow { label: qsTr("Time"); value: root.nextVisit.band; strong: true }
        FactRow { label: qsTr("Department"); value: root.nextVisit.department }
        FactRow { label: qsTr("Doctor"); value: root.nextVisit.doctor }
        FactRow { label: qsTr("Number"); value: root.nextVisit.number }
        FactRow { label: qsTr("Name"); value: Theme.large ? "" : root.kiosk.veiled ? "•••" : root.nextVisit.name }
        FactRow { label: qsTr("Short code"); value: root.nextVisit.shortCode; strong: true }
    }
    Notice {
        Layout.fillWidth: true
        amber: root.nextVisit.noPaper
        icon: "printer"
        title: root.nextVisit.paperText
        text: (root.nextVisit.noPaper ? qsTr("Type the short code here that day, from %1 on.")
                                      : qsTr("Scan the slip here that day, from %1 on.")).arg(root.nextVisit.checkInFrom)
    }
    RowLayout {
        Layout.fillWidth: true
        visible: root.nextVisit.pageCode.length > 0 && !(Theme.large && !root.nextVisit.noPaper)
        spacing: Theme.gap

        QrPicture {
            modules: root.nextVisit.pageCode
            label: qsTr("Code of your page for your phone")
        }
        PlainText {
            Layout.fillWidth: true
            text: qsTr("Take it along on your phone.")
        }
    }
    Item { Layout.fillHeight: true; Layout.minimumHeight: 0 }
    BigButton {
        Layout.fillWidth: true
        objectName: "done"
        text: qsTr("Done")
        icon: "check"
        strong: true
        onTapped: root.kiosk.home()
    }
}
