// SPDX-License-Identifier: Apache-2.0
// What happened, what to do, where to go: never blame, never colour alone.
import QtQuick
import QtQuick.Layouts
import Menzhen.Ui

Rectangle {
    id: root

    property string title: ""
    property string text: ""
    property string goTo: ""
    property bool amber: true
    property string icon: root.amber ? "alert" : "info"

    radius: Theme.radius
    color: root.amber ? Theme.amberSoft : Theme.blueSoft
    border.width: Theme.line
    border.color: root.amber ? Theme.amber : Theme.blue
    implicitHeight: row.implicitHeight + 2 * Theme.mm(5)

    RowLayout {
        id: row
        anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: Theme.mm(6) }
        spacing: Theme.mm(5)

        Icon {
            Layout.alignment: Qt.AlignTop
            name: root.icon
            tint: root.amber ? "amber" : "blue"
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: Theme.mm(1)

            PlainText {
                Layout.fillWidth: true
                visible: root.title.length > 0
                text: root.title
                font.pixelSize: Theme.lead
                font.weight: Font.Bold
            }
            PlainText {
                Layout.fillWidth: true
                visible: root.text.length > 0
                text: root.text
            }
            PlainText {
                Layout.fillWidth: true
                visible: root.goTo.length > 0
                text: root.goTo
                font.weight: Font.Bold
            }
        }
    }
}
