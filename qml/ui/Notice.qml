// SPDX-License-Identifier: Apache-2.0
// What happened, what to do, where to go: never blame, never colour alone. Placed by bindings, not by
// layouts: wrapped texts in layouts in a page's layout ask each other for their height until Qt gives up.
import QtQuick
import Menzhen.Ui

Rectangle {
    id: root

    property string title: ""
    property string text: ""
    property string goTo: ""
    property bool amber: true
    property string icon: root.amber ? "alert" : "info"
    readonly property real line: Theme.mm(1)
    readonly property real afterTitle: root.title.length > 0 ? what.height + root.line : 0
    readonly property real afterText: root.afterTitle + (root.text.length > 0 ? detail.height + root.line : 0)
    readonly property real textHeight: root.afterText + (root.goTo.length > 0 ? where.height : -root.line)
    readonly property real rowHeight: Math.max(sign.height, root.textHeight)

    radius: Theme.radius
    color: root.amber ? Theme.amberSoft : Theme.blueSoft
    border.width: Theme.line
    border.color: root.amber ? Theme.amber : Theme.blue
    implicitHeight: Math.ceil(root.rowHeight) + 2 * Theme.mm(5)

    Icon {
        id: sign
        x: Theme.mm(6)
        y: (root.height - root.rowHeight) / 2
        name: root.icon
        tint: root.amber ? "amber" : "blue"
    }
    Item {
        id: words
        x: sign.x + sign.width + Theme.mm(5)
        y: (root.height - root.textHeight) / 2
        width: root.width - words.x - Theme.mm(6)

        PlainText {
            id: what
            width: words.width
            visible: root.title.length > 0
            text: root.title
            font.pixelSize: Theme.lead
            font.weight: Font.Bold
        }
        PlainText {
            id: detail
            y: root.afterTitle
            width: words.width
            visible: root.text.length > 0
            text: root.text
        }
        PlainText {
            id: where
            y: root.afterText
            width: words.width
            visible: root.goTo.length > 0
            text: root.goTo
            font.weight: Font.Bold
        }
    }
}
