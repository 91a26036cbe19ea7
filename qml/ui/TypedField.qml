// SPDX-License-Identifier: Apache-2.0
// What has been typed so far, with a dash for every character that is still missing.
import QtQuick
import Menzhen.Ui

Rectangle {
    id: root

    required property string text
    required property string label

    implicitHeight: words.implicitHeight + Theme.mm(6)
    radius: Theme.radius
    color: Theme.surface
    border.width: 2 * Theme.line
    border.color: Theme.blue
    Accessible.role: Accessible.StaticText
    Accessible.name: root.label + ": " + root.text

    PlainText {
        id: words
        anchors.centerIn: parent
        width: parent.width - Theme.mm(6)
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.NoWrap
        text: root.text
        font.pixelSize: Theme.mm(14)
        font.weight: Font.Bold
        Accessible.ignored: true
    }
}
