// SPDX-License-Identifier: Apache-2.0
// What a row's state looks like without colour: a triangle for a fresh call, two bars for a pause, a
// ring for a closed room, a full dot for somebody with the doctor, a hollow one for nobody.
pragma ComponentBehavior: Bound

import QtQuick
import Menzhen.DisplayModels

Item {
    id: root

    required property int kind
    required property color color
    readonly property bool bars: root.kind === BoardModel.Paused
    readonly property bool triangle: root.kind === BoardModel.JustCalled

    width: height
    Accessible.ignored: true

    Repeater {
        model: root.bars ? 2 : 0
        Rectangle {
            required property int index
            x: root.width * (index === 0 ? 0.16 : 0.58)
            y: root.height * 0.12
            width: root.width * 0.26
            height: root.height * 0.76
            color: root.color
        }
    }
    Item {
        visible: root.triangle
        x: root.width * 0.14
        width: root.width * 0.72
        height: root.height
        clip: true
        Rectangle {
            x: -width / 2
            y: (root.height - height) / 2
            width: root.height * 0.72
            height: width
            rotation: 45
            color: root.color
        }
    }
    Rectangle {
        readonly property bool full: root.kind === BoardModel.Calling
        visible: !root.bars && !root.triangle
        anchors.centerIn: parent
        width: root.height * 0.66
        height: width
        radius: root.kind === BoardModel.Closed ? 0 : width / 2
        color: full ? root.color : "transparent"
        border.width: Math.max(2, root.height * 0.1)
        border.color: root.color
    }
}
