// SPDX-License-Identifier: Apache-2.0
// The board: header, lines, foot; a message where there are no lines; calls on top.
pragma ComponentBehavior: Bound

import QtQuick
import Menzhen.DisplayModels

Rectangle {
    id: root

    required property BoardModel board
    readonly property bool lines: root.board.state === BoardModel.Board
    readonly property int margin: Math.round(root.height * 0.015)

    color: BoardStyle.ground

    Binding {
        target: BoardStyle
        property: "pxPerMm"
        value: root.width / root.board.widthMm
    }
    Item {
        // Moves by a pixel or two every few minutes, so that nothing burns into the panel.
        x: root.board.shift
        y: root.board.shift
        width: root.width - 2
        height: root.height - 2

        BoardHeader {
            id: header
            x: -2
            y: -2
            width: root.width + 4
            height: BoardStyle.px(root.board.headerMm)
            board: root.board
        }
        ColumnHeads {
            id: heads
            visible: root.lines
            anchors { top: header.bottom; topMargin: root.margin * 0.4 }
            x: 2 * BoardStyle.gap
            width: parent.width - 4 * BoardStyle.gap
            height: BoardStyle.px(root.board.labelsMm)
            board: root.board
        }
        Column {
            id: list
            // Pages of fewer lines have taller ones, all pages alike; a lone line does not fill it.
            readonly property int shown: Math.max(root.board.linesOnPage, Math.ceil(root.board.linesPerPage * 0.7))
            readonly property int lineHeight: Math.floor(BoardStyle.px(root.board.lineMm) * root.board.linesPerPage / list.shown)
            visible: root.lines
            anchors { top: heads.bottom; topMargin: root.margin * 0.4 }
            x: 2 * BoardStyle.gap
            width: parent.width - 4 * BoardStyle.gap
            spacing: Math.round(root.margin * 0.7)
            Accessible.role: Accessible.List
            Accessible.name: "诊室叫号 Rooms and calls"

            Repeater {
                model: root.board.lines
                BoardLineRow {
                    width: list.width
                    height: list.lineHeight - list.spacing
                    board: root.board
                }
            }
        }
        FootStrip {
            visible: root.lines
            anchors { bottom: parent.bottom; left: parent.left; right: parent.right }
            height: BoardStyle.px(root.board.stripMm)
            board: root.board
        }
        MessagePage {
            visible: !root.lines
            anchors { top: header.bottom; bottom: parent.bottom; left: parent.left; right: parent.right }
            board: root.board
        }
    }
    CallOverlay {
        anchors.fill: parent
        board: root.board
    }
}
