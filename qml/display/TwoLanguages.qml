// SPDX-License-Identifier: Apache-2.0
// Chinese above English, each as large as its place allows.
import QtQuick

Column {
    id: root

    required property string zh
    required property string en
    required property int zhSize
    required property int enSize
    property color color: BoardStyle.ink
    property color enColor: root.color
    property int weight: Font.Bold
    property int align: Text.AlignLeft
    property bool told: true

    BoardText {
        width: root.width
        height: Math.round(root.zhSize * 1.25)
        text: root.zh
        size: root.zhSize
        color: root.color
        font.weight: root.weight
        horizontalAlignment: root.align
        told: root.told
    }
    BoardText {
        width: root.width
        height: Math.round(root.enSize * 1.25)
        visible: root.en.length > 0
        text: root.en
        size: root.enSize
        color: root.enColor
        horizontalAlignment: root.align
        told: root.told
    }
}
