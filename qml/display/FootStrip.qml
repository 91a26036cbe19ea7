// SPDX-License-Identifier: Apache-2.0
// The foot of the board: that the connection is lost, else whose call was taken back, else who missed
// the call and where to go.
pragma ComponentBehavior: Bound

import QtQuick
import Menzhen.DisplayModels

Rectangle {
    id: root

    required property BoardModel board
    readonly property int row: BoardStyle.px(root.board.rowMm)
    readonly property int label: BoardStyle.px(root.board.labelMm)
    readonly property bool lost: root.board.age === BoardModel.Lost || root.board.age === BoardModel.Gone
    readonly property bool keep: !root.lost && root.board.keepZh.length > 0
    readonly property bool missed: !root.lost && !root.keep && root.board.missed.count > 0

    color: root.lost || root.keep ? BoardStyle.amberLight : root.missed ? BoardStyle.amberSoft : BoardStyle.blueSoft

    Rectangle {
        width: BoardStyle.gap
        height: parent.height
        color: root.lost || root.keep || root.missed ? BoardStyle.amber : BoardStyle.blue
    }
    TwoLanguages {
        visible: !root.missed
        anchors { left: parent.left; leftMargin: 3 * BoardStyle.gap; right: parent.right; rightMargin: 2 * BoardStyle.gap; verticalCenter: parent.verticalCenter }
        zh: root.lost ? root.board.ageZh : root.keep ? root.board.keepZh : "听到或看到您的号,请到诊室;错过叫号,请到分诊台"
        en: root.lost ? root.board.ageEn : root.keep ? root.board.keepEn : "When your number is called, go to the room. Missed it? Go to the desk."
        zhSize: Math.min(Math.round(root.row * 0.8), Math.round(root.height * 0.45))
        enSize: Math.min(root.label, Math.round(root.height * 0.3))
        weight: root.lost || root.keep ? Font.Bold : Font.Normal
        color: root.lost || root.keep ? BoardStyle.ink : BoardStyle.blueDeep
    }
    TwoLanguages {
        id: what
        visible: root.missed
        anchors { left: parent.left; leftMargin: 3 * BoardStyle.gap; verticalCenter: parent.verticalCenter }
        width: Math.min(root.row * 6.2, root.width * 0.4)
        zh: "过号请到分诊台"
        en: "Missed: go to the desk"
        zhSize: Math.min(Math.round(root.row * 0.8), Math.round(root.height * 0.45))
        enSize: Math.min(root.label, Math.round(root.height * 0.3))
        color: BoardStyle.amberInk
    }
    Row {
        visible: root.missed
        anchors { left: what.right; leftMargin: 2 * BoardStyle.gap; verticalCenter: parent.verticalCenter }
        spacing: Math.round(root.row * 0.4)
        Accessible.role: Accessible.List
        Accessible.name: "过号 Missed"

        Repeater {
            model: root.missed ? root.board.missed : null
            BoardText {
                id: one
                required property string number
                height: root.height
                text: one.number
                size: root.row
                font.weight: Font.Bold
                color: BoardStyle.ink
            }
        }
    }
    BoardText {
        visible: root.missed && root.board.missedPages > 1
        anchors { right: parent.right; rightMargin: BoardStyle.gap; bottom: parent.bottom }
        text: root.board.missedPage + "/" + root.board.missedPages
        size: Math.round(root.label * 0.8)
        color: BoardStyle.amberInk
    }
}
