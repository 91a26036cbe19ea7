// SPDX-License-Identifier: Apache-2.0
// How the board looks: pixels of a millimetre, and its colours. Blue and orange, dark on light, at
// least 7:1 for what patients look for; state is told by a word and a shape as well.
pragma Singleton

import QtQuick

QtObject {
    id: root

    property real pxPerMm: 2.04

    readonly property string family: "Noto Sans CJK SC"
    readonly property int gap: root.px(5)
    readonly property int radius: root.px(5)
    readonly property int line: Math.max(2, root.px(1))

    readonly property color ground: "#F3F7FB"
    readonly property color surface: "#FFFFFF"
    readonly property color ink: "#14263A"
    readonly property color quietInk: "#3A4B5E"
    readonly property color hairline: "#D3DEE9"
    readonly property color blue: "#0B4A82"
    readonly property color blueDeep: "#083763"
    readonly property color blueSoft: "#E1EEFA"
    readonly property color paper: "#FFFFFF"
    readonly property color amber: "#C76A12"
    readonly property color amberLight: "#FFC46B"
    readonly property color amberInk: "#7A3600"
    readonly property color amberSoft: "#FFF1DF"
    readonly property color offSurface: "#E8EDF2"
    readonly property color offInk: "#5A6B7D"

    function px(mm: real): int {
        return Math.round(mm * root.pxPerMm)
    }
}
