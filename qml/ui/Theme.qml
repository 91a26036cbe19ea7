// SPDX-License-Identifier: Apache-2.0
// What every screen looks like: sizes in millimetres of the real glass, colours, one typeface.
// A face sets pxPerMm once from the site file's screen_mm, and `large` when somebody asks for it.
// Text: a Chinese character of Noto Sans fills 0.92 of its em, a Latin capital 0.73, so 6.7 mm give
// 6.1 mm characters and 4.9 mm capitals, 12.4 mm give 11.4 and 9.1. Contrast: tests/qml.
pragma Singleton

import QtQuick

QtObject {
    id: root

    component Filling: QtObject {
        required property real small
        required property real body
        required property real lead
        required property real title
        required property real huge
        required property real header
        required property real bar
        required property real icon
    }

    property real pxPerMm: 4.03
    property bool large: false

    readonly property Filling standard: Filling {
        small: 7.4; body: 8.8; lead: 11; title: 15; huge: 50; header: 30; bar: 38; icon: 15
    }
    readonly property Filling elder: Filling {
        small: 12.4; body: 12.4; lead: 12.8; title: 16; huge: 38; header: 42; bar: 44; icon: 17
    }
    readonly property Filling now: root.large ? root.elder : root.standard

    readonly property string family: "Noto Sans CJK SC"
    readonly property int small: root.mm(root.now.small)
    readonly property int body: root.mm(root.now.body)
    readonly property int lead: root.mm(root.now.lead)
    readonly property int title: root.mm(root.now.title)
    readonly property int huge: root.mm(root.now.huge)
    readonly property int icon: root.mm(root.now.icon)

    readonly property int primaryTarget: root.mm(22)
    readonly property int target: root.mm(18)
    readonly property int key: root.mm(21)
    readonly property int gap: root.mm(6)
    readonly property int margin: root.mm(11)
    readonly property int radius: root.mm(4)
    readonly property int line: Math.max(2, root.mm(0.6))
    readonly property int reach: root.mm(3)

    readonly property color ground: "#F3F7FB"
    readonly property color surface: "#FFFFFF"
    readonly property color ink: "#14263A"
    readonly property color quietInk: "#3A4B5E"
    readonly property color border: "#7B8EA3"
    readonly property color hairline: "#D3DEE9"
    readonly property color blue: "#0B4A82"
    readonly property color blueDown: "#083763"
    readonly property color blueSoft: "#E1EEFA"
    readonly property color lightInk: "#FFFFFF"
    readonly property color amber: "#C76A12"
    readonly property color amberInk: "#7A3600"
    readonly property color amberSoft: "#FFF1DF"
    readonly property color amberDown: "#FFDFB5"
    readonly property color offSurface: "#E8EDF2"
    readonly property color offInk: "#5A6B7D"

    function mm(length: real): int {
        return Math.round(length * root.pxPerMm)
    }
}
