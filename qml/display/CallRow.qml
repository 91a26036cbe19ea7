// SPDX-License-Identifier: Apache-2.0
// One call on top of the board: number and name, and the door to go to. Alone it fills the screen,
// number above room; with others it is one line.
import QtQuick

Item {
    id: root

    required property string number
    required property string mask
    required property string room
    required property string roomZh
    required property string roomEn
    required property string sentenceZh
    required property string sentenceEn
    property int least: 100 ///< text size that the farthest seat needs
    property bool alone: true
    readonly property bool plainRoom: root.roomZh.length > root.room.length
    readonly property int size: root.alone ? Math.max(root.least, Math.round(root.height * 0.36))
        : Math.max(root.least, Math.round(root.height * 0.52))
    readonly property int half: root.alone ? root.width : Math.round(root.width * 0.5)

    Accessible.role: Accessible.AlertMessage
    Accessible.name: root.sentenceZh + ". " + root.sentenceEn

    Row {
        id: who
        x: root.alone ? (root.width - width) / 2 : 0
        height: root.alone ? root.height * 0.42 : root.height
        spacing: Math.round(root.size * 0.2)

        BoardText {
            id: bigNumber
            height: parent.height
            width: Math.min(implicitWidth, root.half * (root.mask.length > 0 ? 0.64 : 1))
            text: root.number
            size: root.size
            least: Math.min(root.least, root.size)
            font.weight: Font.Black
            color: BoardStyle.paper
            told: false
        }
        BoardText {
            height: parent.height
            width: Math.min(implicitWidth, root.half - bigNumber.width - parent.spacing)
            text: root.mask
            size: root.alone ? Math.max(root.least, Math.round(root.size * 0.5)) : Math.round(root.size * 0.62)
            color: BoardStyle.paper
            told: false
        }
    }
    Row {
        x: root.alone ? (root.width - width) / 2 : root.width * 0.53
        y: root.alone ? root.height * 0.42 : 0
        height: root.alone ? root.height * 0.4 : root.height
        spacing: Math.round(root.size * 0.16)

        BoardText {
            id: arrow
            height: parent.height
            text: "→"
            size: Math.round(root.size * 0.8)
            font.weight: Font.Bold
            color: BoardStyle.amberLight
            told: false
        }
        BoardText {
            id: door
            height: parent.height
            width: Math.min(implicitWidth, (root.alone ? root.width * 0.9 : root.width * 0.47) - arrow.width - parent.spacing - (words.visible ? words.width + parent.spacing : 0))
            text: root.room.length > 0 ? root.room : root.roomZh
            size: root.size
            least: Math.round(root.least * 0.4)
            font.weight: Font.Black
            color: BoardStyle.amberLight
            told: false
        }
        TwoLanguages {
            id: words
            visible: root.plainRoom && root.room.length > 0
            anchors.verticalCenter: parent.verticalCenter
            width: Math.round(root.size * (root.alone ? 1.0 : 0.8))
            zh: "诊室"
            en: "Room"
            zhSize: Math.round(root.size * (root.alone ? 0.42 : 0.34))
            enSize: Math.round(root.size * (root.alone ? 0.28 : 0.24))
            color: BoardStyle.amberLight
            told: false
        }
    }
    TwoLanguages {
        visible: root.alone
        anchors { bottom: parent.bottom; bottomMargin: root.height * 0.02 }
        width: root.width
        zh: root.sentenceZh
        en: root.sentenceEn
        zhSize: Math.round(root.height * 0.075)
        enSize: Math.round(root.height * 0.06)
        weight: Font.Normal
        align: Text.AlignHCenter
        color: BoardStyle.paper
        told: false
    }
}
