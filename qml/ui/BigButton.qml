// SPDX-License-Identifier: Apache-2.0
// A button with a word and an icon. `strong` marks the one that most people want.
import QtQuick
import QtQuick.Layouts
import Menzhen.Ui

TapTarget {
    id: root

    required property string text
    property string icon: ""
    property bool strong: false

    label: root.text
    implicitWidth: row.implicitWidth + 2 * Theme.gap
    implicitHeight: Math.max(Theme.primaryTarget, row.implicitHeight + Theme.gap)

    Card {
        anchors.fill: parent
        down: root.down
        focused: root.activeFocus
        strong: root.strong
    }
    RowLayout {
        id: row
        anchors.centerIn: parent
        width: Math.min(implicitWidth, root.width - 2 * Theme.mm(3))
        spacing: Theme.mm(4)

        Icon {
            visible: root.icon.length > 0
            name: root.icon
            tint: root.strong && root.enabled ? "white" : "blue"
            size: Theme.mm(Theme.now.lead * 1.1)
        }
        PlainText {
            Layout.fillWidth: true
            text: root.text
            font.pixelSize: Theme.lead
            font.weight: Font.Bold
            horizontalAlignment: root.icon.length > 0 ? Text.AlignLeft : Text.AlignHCenter
            color: !root.enabled ? Theme.offInk : root.strong ? Theme.lightInk : Theme.blue
            Accessible.ignored: true
        }
    }
}
