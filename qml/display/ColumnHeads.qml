// SPDX-License-Identifier: Apache-2.0
// What the columns of the lines are, and which page this is.
pragma ComponentBehavior: Bound

import QtQuick
import Menzhen.DisplayModels

Item {
    id: root

    required property BoardModel board
    readonly property int size: Math.min(BoardStyle.px(root.board.labelMm), Math.round(root.height * 0.78))

    component Head: BoardText {
        height: root.height
        size: root.size
        color: BoardStyle.quietInk
    }

    Head {
        width: root.width * 0.2
        text: "诊室 Room"
        horizontalAlignment: Text.AlignHCenter
    }
    Head {
        x: root.width * 0.2 + 2 * BoardStyle.gap
        width: root.width * 0.4
        text: "正在就诊 Now calling"
    }
    Head {
        x: root.width * 0.61 + 3 * BoardStyle.gap
        width: root.width - x - (pages.visible ? pages.width + BoardStyle.gap : 0)
        text: "请准备 Get ready"
    }
    Rectangle {
        id: pages
        visible: root.board.pages > 1
        anchors { right: parent.right; verticalCenter: parent.verticalCenter }
        width: count.implicitWidth + 4 * BoardStyle.gap
        height: root.height * 0.92
        radius: height / 2
        color: BoardStyle.blueSoft

        BoardText {
            id: count
            anchors.centerIn: parent
            text: root.board.page + " / " + root.board.pages
            size: root.size
            font.weight: Font.Bold
            color: BoardStyle.blue
            Accessible.name: "第 " + root.board.page + " 页,共 " + root.board.pages + " 页. Page "
                + root.board.page + " of " + root.board.pages
        }
    }
}
