// SPDX-License-Identifier: Apache-2.0
// What happened, what to do, where to go. Back tries again, Help calls somebody.
import QtQuick
import QtQuick.Layouts
import Menzhen.KioskModels
import Menzhen.Ui

PageBody {
    id: root

    required property KioskModel kiosk

    icon: "info"
    title: root.kiosk.problemTitle
    text: root.kiosk.problemText

    Notice {
        Layout.fillWidth: true
        icon: "place"
        amber: false
        objectName: "goTo"
        title: root.kiosk.problemGoTo
    }
    Item { Layout.fillHeight: true }
    BigButton {
        Layout.fillWidth: true
        objectName: "tryAgain"
        text: qsTr("Go back and try again")
        icon: "back"
        strong: true
        onTapped: root.kiosk.back()
    }
    BigButton {
        Layout.fillWidth: true
        objectName: "callStaff"
        text: qsTr("Call a member of staff")
        icon: "help"
        onTapped: root.kiosk.callHelp()
    }
}
