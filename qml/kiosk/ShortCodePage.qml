// SPDX-License-Identifier: Apache-2.0
// The eight characters under every code, for whoever cannot hold one up.
import QtQuick
import QtQuick.Layouts
import Menzhen.KioskModels
import Menzhen.Ui

PageBody {
    id: root

    required property CheckInModel checkIn

    title: qsTr("Type your short code")
    text: qsTr("It has 8 characters and stands below the code.")

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
        columns: 6
        keys: "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
        keyWidth: Theme.mm(35)
        keyHeight: Theme.mm(Theme.large ? 22 : 28)
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
