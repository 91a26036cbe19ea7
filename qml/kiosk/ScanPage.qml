// SPDX-License-Identifier: Apache-2.0
// Hold up a code. It stays here when a code does not work, and says how to hold it.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Menzhen.KioskModels
import Menzhen.Ui

PageBody {
    id: root

    required property CheckInModel checkIn

    readonly property bool forReports: root.checkIn.purpose === CheckInModel.Purpose.Reports

    title: root.checkIn.purpose === CheckInModel.Purpose.Place ? qsTr("Hold your ticket in front of the camera")
         : root.forReports ? qsTr("Hold the visit's code in front of the camera")
                           : qsTr("Hold your code in front of the camera")
    text: qsTr("About a hand's width away. Any way up is fine.")

    Rectangle {
        Layout.fillWidth: true
        Layout.fillHeight: true
        Layout.minimumHeight: Theme.mm(70)
        Layout.maximumHeight: width * 0.95
        radius: Theme.radius
        color: "#1B2733"
        Accessible.role: Accessible.Graphic
        Accessible.name: qsTr("Picture of the camera")

        CameraPreview {
            anchors { fill: parent; margins: Theme.mm(2) }
            source: root.checkIn
        }
        Item {
            id: target
            anchors.centerIn: parent
            width: Math.min(parent.width, parent.height) * 0.72
            height: width

            Repeater {
                model: 4

                Item {
                    id: corner
                    required property int index
                    anchors.fill: parent
                    rotation: corner.index * 90

                    Rectangle { width: target.width * 0.24; height: Theme.mm(2.4); radius: height / 2; color: "#FFFFFF" }
                    Rectangle { width: Theme.mm(2.4); height: target.width * 0.24; radius: width / 2; color: "#FFFFFF" }
                }
            }
        }
        PlainText {
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: Theme.gap }
            visible: !root.checkIn.cameraWorks
            horizontalAlignment: Text.AlignHCenter
            color: "#FFFFFF"
            text: qsTr("The camera does not work right now. Please type the code.")
            font.weight: Font.Bold
        }
    }
    Notice {
        Layout.fillWidth: true
        visible: root.checkIn.hintTitle.length > 0
        title: root.checkIn.hintTitle
        text: root.checkIn.hintText
        goTo: root.checkIn.hintGoTo
    }
    Item { Layout.fillHeight: true; Layout.minimumHeight: 0 }
    BigButton {
        Layout.fillWidth: true
        objectName: "useShortCode"
        text: qsTr("Type the short code instead")
        icon: "keyboard"
        onTapped: root.checkIn.useShortCode()
    }
    BigButton {
        Layout.fillWidth: true
        objectName: "useIdentity"
        visible: root.checkIn.purpose !== CheckInModel.Purpose.Place
        text: root.forReports ? qsTr("See by my identity number what is ready")
                              : qsTr("Find me by my identity number")
        icon: "card"
        onTapped: root.checkIn.useIdentity()
    }
    BigButton {
        Layout.fillWidth: true
        objectName: "usePhone"
        visible: root.checkIn.purpose === CheckInModel.Purpose.Visit
        text: qsTr("Find me by my phone number")
        icon: "phone"
        onTapped: root.checkIn.usePhone()
    }
}
