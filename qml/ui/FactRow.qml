// SPDX-License-Identifier: Apache-2.0
// One fact of a visit: what it is called, and what it is.
import QtQuick
import QtQuick.Layouts
import Menzhen.Ui

RowLayout {
    id: root

    required property string label
    required property string value
    property bool strong: false

    spacing: Theme.mm(5)
    visible: root.value.length > 0

    PlainText {
        Layout.preferredWidth: Theme.mm(Theme.large ? 80 : 56)
        Layout.alignment: Qt.AlignBaseline
        text: root.label
        color: Theme.quietInk
    }
    PlainText {
        Layout.fillWidth: true
        Layout.alignment: Qt.AlignBaseline
        text: root.value
        font.weight: Font.Bold
        font.pixelSize: root.strong ? Theme.lead : Theme.body
    }
}
