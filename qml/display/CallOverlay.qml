// SPDX-License-Identifier: Apache-2.0
// Fresh calls on top of everything, while they are said.
pragma ComponentBehavior: Bound

import QtQuick
import Menzhen.DisplayModels

Rectangle {
    id: root

    required property BoardModel board
    readonly property int calls: root.board.overlay.count

    visible: root.calls > 0
    color: BoardStyle.blueDeep

    Rectangle {
        id: head
        width: parent.width
        height: BoardStyle.px(root.board.headerMm)
        color: BoardStyle.amberLight

        BoardText {
            anchors { fill: parent; leftMargin: 3 * BoardStyle.gap; rightMargin: clock.width + 4 * BoardStyle.gap }
            text: "请以下患者就诊   Now calling"
            size: BoardStyle.px(root.board.rowMm)
            font.weight: Font.Bold
            color: BoardStyle.ink
        }
        BoardText {
            id: clock
            anchors { right: parent.right; rightMargin: 2 * BoardStyle.gap }
            height: parent.height
            text: root.board.time
            size: BoardStyle.px(root.board.rowMm)
            font.weight: Font.Bold
            color: BoardStyle.ink
        }
    }
    Column {
        anchors { top: head.bottom; bottom: parent.bottom; left: parent.left; right: parent.right; margins: 5 * BoardStyle.gap }
        Accessible.role: Accessible.List
        Accessible.name: "叫号 Now calling"

        Repeater {
            model: root.board.overlay
            CallRow {
                width: root.width - 10 * BoardStyle.gap
                height: (root.height - head.height - 10 * BoardStyle.gap) / Math.max(1, root.calls)
                alone: root.calls === 1
                least: BoardStyle.px(root.board.overlayMm)
            }
        }
    }
}
