// SPDX-License-Identifier: Apache-2.0
// The identity number, or none: the ticket then carries its number alone.
import QtQuick
import QtQuick.Layouts
import Menzhen.KioskModels
import Menzhen.Ui

PageBody {
    id: root

    required property TakeNumberModel takeNumber

    title: qsTr("Your identity number")
    text: root.takeNumber.eldersFrom > 0
        ? qsTr("These places are kept for people of %1 and over. The number is sealed at once.").arg(root.takeNumber.eldersFrom)
        : qsTr("It is sealed at once. You may leave it out.")

    TypedField {
        Layout.fillWidth: true
        label: qsTr("Typed so far")
        text: root.takeNumber.typed
    }
    Notice {
        Layout.fillWidth: true
        visible: root.takeNumber.hintTitle.length > 0
        title: root.takeNumber.hintTitle
        text: root.takeNumber.hintText
    }
    KeyPad {
        Layout.alignment: Qt.AlignHCenter
        keyWidth: Theme.mm(64)
        keyHeight: Theme.mm(Theme.large ? 24 : 32)
        onTyped: key => root.takeNumber.type(key)
        onErased: root.takeNumber.erase()
    }
    Item { Layout.fillHeight: true; Layout.minimumHeight: 0 }
    BigButton {
        Layout.fillWidth: true
        objectName: "useIdentity"
        enabled: root.takeNumber.complete
        text: qsTr("Continue")
        icon: "next"
        strong: true
        onTapped: root.takeNumber.useIdentity()
    }
    BigButton {
        Layout.fillWidth: true
        visible: root.takeNumber.eldersFrom === 0
        objectName: "goWithout"
        text: qsTr("Continue without it")
        icon: "card"
        onTapped: root.takeNumber.goWithout()
    }
}
