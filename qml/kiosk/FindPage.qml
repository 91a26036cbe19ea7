// SPDX-License-Identifier: Apache-2.0
// The booking of somebody who has no code at hand, by their identity number.
import QtQuick
import QtQuick.Layouts
import Menzhen.KioskModels
import Menzhen.Ui

PageBody {
    id: root

    required property CheckInModel checkIn

    title: qsTr("Your identity number")
    text: Theme.large && root.checkIn.hintTitle.length > 0 ? "" : qsTr("We look for your booking of today. The number is not kept.")

    TypedField {
        Layout.fillWidth: true
        label: qsTr("Typed so far")
        text: root.checkIn.typed
    }
    Notice {
        Layout.fillWidth: true
        visible: root.checkIn.hintTitle.length > 0
        title: root.checkIn.hintTitle
        text: root.checkIn.hintText
        goTo: root.checkIn.hintGoTo
    }
    KeyPad {
        Layout.alignment: Qt.AlignHCenter
        keyWidth: Theme.mm(64)
        keyHeight: Theme.mm(Theme.large ? 24 : 32)
        onTyped: key => root.checkIn.type(key)
        onErased: root.checkIn.erase()
    }
    Item { Layout.fillHeight: true; Layout.minimumHeight: 0 }
    BigButton {
        Layout.fillWidth: true
        objectName: "enter"
        enabled: root.checkIn.complete
        text: qsTr("Continue")
        icon: "next"
        strong: true
        onTapped: root.checkIn.enter()
    }
}
