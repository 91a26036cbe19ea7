// SPDX-License-Identifier: Apache-2.0
// Where this is and what time it is: always there.
import QtQuick
import Menzhen.DisplayModels

Rectangle {
    id: root

    required property BoardModel board
    readonly property int big: BoardStyle.px(root.board.rowMm)
    readonly property int small: Math.min(BoardStyle.px(root.board.labelMm), Math.round(root.height * 0.34))

    color: BoardStyle.blue

    BoardText {
        id: zone
        x: 2 * BoardStyle.gap
        height: root.height
        width: Math.min(implicitWidth, root.width * 0.34)
        text: root.board.zoneZh
        size: root.big
        font.weight: Font.Bold
        color: BoardStyle.paper
    }
    TwoLanguages {
        anchors { left: zone.right; leftMargin: 3 * BoardStyle.gap; right: date.left; rightMargin: 2 * BoardStyle.gap; verticalCenter: parent.verticalCenter }
        zh: root.board.hospitalZh.length > 0 ? root.board.hospitalZh : root.board.zoneEn
        en: root.board.hospitalZh.length > 0 ? root.board.zoneEn + (width > root.small * 14 ? "  ·  " + root.board.hospitalEn : "") : ""
        zhSize: root.small
        enSize: Math.round(root.small * 0.78)
        color: BoardStyle.paper
        weight: Font.Normal
    }
    TwoLanguages {
        id: date
        readonly property bool old: root.board.age === BoardModel.Ageing
        anchors { right: clock.left; rightMargin: 2 * BoardStyle.gap; verticalCenter: parent.verticalCenter }
        width: Math.min(root.width * 0.2, root.small * 8)
        zh: date.old ? root.board.ageZh : root.board.dateZh
        en: date.old ? root.board.ageEn : root.board.dateEn
        zhSize: root.small
        enSize: Math.round(root.small * 0.78)
        color: date.old ? BoardStyle.amberLight : BoardStyle.paper
        weight: Font.Normal
        align: Text.AlignRight
    }
    BoardText {
        id: clock
        anchors { right: parent.right; rightMargin: 2 * BoardStyle.gap }
        height: root.height
        text: root.board.time
        size: Math.round(root.big * 1.1)
        font.weight: Font.Bold
        color: BoardStyle.paper
    }
}
