// SPDX-License-Identifier: Apache-2.0
// One of the big ways to go on: icon, what it is, for whom.
import QtQuick
import QtQuick.Layouts
import Menzhen.Ui

TapTarget {
    id: root

    required property string title
    property string text: ""
    property string icon: ""
    property bool strong: false

    label: root.title
    hint: root.text
    implicitHeight: Math.max(Theme.mm(44), row.implicitHeight + Theme.gap)

    Card {
        anchors.fill: parent
        down: root.down
        focused: root.activeFocus
        strong: root.strong
    }
    RowLayout {
        id: row
        anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: Theme.gap }
        spacing: Theme.mm(8)

        Rectangle {
            Layout.preferredWidth: Theme.mm(Theme.large ? 30 : 34)
            Layout.preferredHeight: Layout.preferredWidth
            radius: width / 2
            color: root.strong && root.enabled ? Theme.blueDown : Theme.blueSoft

            Icon {
                anchors.centerIn: parent
                name: root.icon
                tint: root.strong && root.enabled ? "white" : "blue"
                size: parent.width * 0.58
            }
        }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: Theme.mm(1)

            PlainText {
                Layout.fillWidth: true
                text: root.title
                font.pixelSize: Theme.mm(Theme.large ? 15 : 13.5)
                font.weight: Font.Bold
                color: !root.enabled ? Theme.offInk : root.strong ? Theme.lightInk : Theme.ink
                Accessible.ignored: true
            }
            PlainText {
                Layout.fillWidth: true
                visible: root.text.length > 0
                text: root.text
                color: !root.enabled ? Theme.offInk : root.strong ? Theme.lightInk : Theme.quietInk
                Accessible.ignored: true
            }
        }
    }
}
