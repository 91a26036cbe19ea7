// SPDX-License-Identifier: Apache-2.0
// A button of the bar at the foot of every page: a picture and a word under it.
import QtQuick
import QtQuick.Layouts
import Menzhen.Ui

TapTarget {
    id: root

    required property string text
    required property string icon
    property bool amber: false

    label: root.text

    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: root.amber ? (root.down ? Theme.amberDown : Theme.amberSoft) : (root.down ? Theme.blueSoft : Theme.surface)
        border.width: root.activeFocus || root.down ? 2 * Theme.line : Theme.line
        border.color: root.amber ? Theme.amber : Theme.border
    }
    ColumnLayout {
        anchors.centerIn: parent
        spacing: 0

        Icon {
            Layout.alignment: Qt.AlignHCenter
            name: root.icon
            tint: root.amber ? "amber" : "blue"
            size: Theme.mm(12)
        }
        PlainText {
            Layout.alignment: Qt.AlignHCenter
            text: root.text
            font.pixelSize: Theme.small
            font.weight: Font.Medium
            color: root.amber ? Theme.amberInk : Theme.blue
            Accessible.ignored: true
        }
    }
}
