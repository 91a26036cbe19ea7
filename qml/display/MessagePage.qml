// SPDX-License-Identifier: Apache-2.0
// A board without lines: before the session, between, after, nobody waiting, or out of touch. Says
// what is so and what to do.
import QtQuick
import Menzhen.DisplayModels

Item {
    id: root

    required property BoardModel board
    readonly property bool warns: root.board.age === BoardModel.Gone
    readonly property int big: Math.min(BoardStyle.px(root.board.overlayMm), Math.round(root.height * 0.22))
    readonly property int row: Math.min(BoardStyle.px(root.board.rowMm), Math.round(root.height * 0.1))

    Rectangle {
        anchors { fill: parent; margins: 4 * BoardStyle.gap }
        radius: BoardStyle.radius
        color: root.warns ? BoardStyle.amberSoft : BoardStyle.surface
        border.width: root.warns ? 3 * BoardStyle.line : BoardStyle.line
        border.color: root.warns ? BoardStyle.amber : BoardStyle.hairline

        Column {
            anchors.centerIn: parent
            width: parent.width - 12 * BoardStyle.gap
            spacing: Math.round(root.row * 0.7)

            TwoLanguages {
                width: parent.width
                zh: root.board.titleZh
                en: root.board.titleEn
                zhSize: root.big
                enSize: root.row
                align: Text.AlignHCenter
                color: root.warns ? BoardStyle.amberInk : BoardStyle.blueDeep
            }
            Rectangle {
                anchors.horizontalCenter: parent.horizontalCenter
                width: parent.width * 0.12
                height: BoardStyle.gap
                radius: height / 2
                color: root.warns ? BoardStyle.amber : BoardStyle.blue
            }
            TwoLanguages {
                width: parent.width
                zh: root.board.textZh
                en: root.board.textEn
                zhSize: root.row
                enSize: Math.round(root.row * 0.7)
                align: Text.AlignHCenter
                weight: Font.Normal
                color: BoardStyle.quietInk
            }
        }
    }
}
