// SPDX-License-Identifier: Apache-2.0
// A row to choose: what it is, a line about it, and at the end what it costs and how much is left.
// What cannot be had stays in sight and says why in `text`.
import QtQuick
import QtQuick.Layouts
import Menzhen.Ui

TapTarget {
    id: root

    required property string title
    property string text: ""
    property string amount: ""
    property string note: ""

    label: root.title + (root.amount.length > 0 ? ", " + root.amount : "") + (root.note.length > 0 ? ", " + root.note : "")
    hint: root.text
    implicitHeight: Math.max(Theme.mm(30), row.implicitHeight + Theme.gap)

    Card {
        anchors.fill: parent
        down: root.down
        focused: root.activeFocus
    }
    RowLayout {
        id: row
        anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; leftMargin: Theme.mm(8); rightMargin: Theme.mm(6) }
        spacing: Theme.mm(4)

        ColumnLayout {
            Layout.fillWidth: true
            spacing: 0

            PlainText {
                Layout.fillWidth: true
                text: root.title
                font.pixelSize: Theme.lead
                font.weight: Font.Bold
                color: root.enabled ? Theme.ink : Theme.offInk
                Accessible.ignored: true
            }
            PlainText {
                Layout.fillWidth: true
                visible: root.text.length > 0
                text: root.text
                font.pixelSize: Theme.small
                color: root.enabled ? Theme.quietInk : Theme.offInk
                Accessible.ignored: true
            }
        }
        ColumnLayout {
            Layout.maximumWidth: root.width * 0.45
            spacing: 0

            PlainText {
                Layout.alignment: Qt.AlignRight
                visible: root.amount.length > 0
                text: root.amount
                font.pixelSize: Theme.lead
                font.weight: Font.Bold
                color: root.enabled ? Theme.blue : Theme.offInk
                Accessible.ignored: true
            }
            PlainText {
                Layout.alignment: Qt.AlignRight
                visible: root.note.length > 0
                text: root.note
                font.pixelSize: Theme.small
                color: root.enabled ? Theme.quietInk : Theme.offInk
                Accessible.ignored: true
            }
        }
        Icon {
            visible: root.enabled
            name: "next"
            size: Theme.mm(9)
        }
    }
}
