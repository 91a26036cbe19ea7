// SPDX-License-Identifier: Apache-2.0
// Help was called: what happens now, and what to tell on the way.
import QtQuick
import QtQuick.Layouts
import Menzhen.KioskModels
import Menzhen.Ui

PageBody {
    id: root

    required property KioskModel kiosk
    readonly property bool unheard: root.kiosk.helpState === KioskModel.HelpState.Unheard

    title: root.unheard ? qsTr("We could not reach the staff from here")
        : root.kiosk.helpState === KioskModel.HelpState.Coming ? qsTr("Somebody is on the way to you")
        : root.kiosk.helpState === KioskModel.HelpState.Called ? qsTr("The staff have been called") : qsTr("Calling the staff")
    icon: "help"
    amber: root.unheard
    text: root.unheard ? qsTr("Please speak to anybody in uniform, or go to a window.") : qsTr("Please stay here. Your place on this screen is kept.")

    FactCard {
        Layout.fillWidth: true

        FactRow { label: qsTr("This kiosk"); value: root.kiosk.device; strong: true }
        FactRow { label: qsTr("Windows"); value: root.kiosk.counter }
    }
    Notice {
        Layout.fillWidth: true
        icon: "emergency"
        title: qsTr("Emergency?")
        text: qsTr("Tell the staff now, or go to the emergency room.")
    }
    Item { Layout.fillHeight: true }
    BigButton {
        Layout.fillWidth: true
        objectName: "goOn"
        text: qsTr("Go on where I was")
        icon: "back"
        strong: true
        onTapped: root.kiosk.back()
    }
}
