// SPDX-License-Identifier: Apache-2.0
// Is somebody still here? Over everything, with a count of seconds and one large way to stay.
import QtQuick
import QtQuick.Layouts
import Menzhen.KioskModels
import Menzhen.Ui

Rectangle {
    id: root

    required property KioskModel kiosk

    objectName: "idleWarning"
    visible: root.kiosk.warningSeconds > 0
    color: Theme.ground

    MouseArea {
        anchors.fill: parent
        Accessible.ignored: true
    }
    ColumnLayout {
        anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: 2 * Theme.margin }
        spacing: Theme.mm(10)

        Icon {
            Layout.alignment: Qt.AlignHCenter
            name: "wait"
            size: Theme.mm(48)
        }
        PlainText {
            Layout.fillWidth: true
            horizontalAlignment: Text.AlignHCenter
            text: qsTr("Are you still here?")
            font.pixelSize: Theme.title
            font.weight: Font.Bold
        }
        PlainText {
            Layout.fillWidth: true
            horizontalAlignment: Text.AlignHCenter
            text: qsTr("This screen starts again in %1 seconds.").arg(root.kiosk.warningSeconds)
            font.pixelSize: Theme.lead
        }
        BigButton {
            Layout.fillWidth: true
            implicitHeight: Theme.mm(44)
            objectName: "moreTime"
            text: qsTr("I need more time")
            icon: "clock"
            strong: true
            onTapped: root.kiosk.moreTime()
        }
        BigButton {
            Layout.fillWidth: true
            objectName: "leave"
            text: qsTr("I am finished")
            icon: "check"
            onTapped: root.kiosk.home()
        }
    }
}
