// SPDX-License-Identifier: Apache-2.0
// The waiting room's screen.
import QtQuick
import Menzhen.DisplayModels

Window {
    id: root

    required property BoardModel board

    width: 1920
    height: 1080
    visible: true
    visibility: Window.FullScreen
    title: root.board.zoneZh + " · " + root.board.zoneEn
    color: BoardStyle.ground

    BoardPage {
        anchors.fill: parent
        board: root.board
    }
}
