// SPDX-License-Identifier: Apache-2.0
// One room: who is with the doctor, who is next, and whether the doctor is there.
pragma ComponentBehavior: Bound

import QtQuick
import Menzhen.DisplayModels

Rectangle {
    id: root

    required property int kind
    required property string room
    required property string roomZh
    required property string number
    required property string mask
    required property list<string> next
    required property string department
    required property string statusZh
    required property string statusEn
    required property string detailZh
    required property string detailEn
    required property string spokenName
    required property bool grey
    property BoardModel board

    readonly property int row: BoardStyle.px(root.board.rowMm)
    readonly property real grown: Math.max(1, Math.min(1.2, root.height / BoardStyle.px(root.board.lineMm)))
    readonly property int current: Math.round(BoardStyle.px(root.board.currentMm) * root.grown)
    readonly property int label: BoardStyle.px(root.board.labelMm)
    readonly property bool fresh: root.kind === BoardModel.JustCalled && !root.grey
    readonly property bool off: root.kind === BoardModel.Paused || root.kind === BoardModel.Closed
    readonly property color mainInk: root.grey ? BoardStyle.offInk : root.off ? BoardStyle.quietInk : BoardStyle.ink
    readonly property color mark: root.grey ? BoardStyle.offInk : root.fresh ? BoardStyle.amberInk
        : root.off ? BoardStyle.amberInk : BoardStyle.blue

    radius: BoardStyle.radius
    color: root.fresh ? BoardStyle.amberSoft : root.off || root.grey ? BoardStyle.offSurface : BoardStyle.surface
    border.width: root.fresh ? 3 * BoardStyle.line : BoardStyle.line
    border.color: root.fresh ? BoardStyle.amber : BoardStyle.hairline
    Accessible.role: Accessible.ListItem
    Accessible.name: root.spokenName

    Rectangle {
        id: door
        width: root.width * 0.2
        height: root.height
        radius: BoardStyle.radius
        color: root.grey || root.off ? BoardStyle.offInk : BoardStyle.blue

        BoardText {
            id: doorNumber
            x: BoardStyle.gap
            y: root.department.length > 0 ? root.height * 0.04 : 0
            width: parent.width - 2 * BoardStyle.gap
            height: root.department.length > 0 ? root.height * 0.62 : root.height
            text: root.room.length > 0 ? root.room : "—"
            size: Math.min(Math.round(root.current * 0.92), Math.round(height * 0.95))
            least: root.label
            font.weight: Font.Bold
            horizontalAlignment: Text.AlignHCenter
            color: BoardStyle.paper
            told: false
        }
        BoardText {
            x: BoardStyle.gap
            anchors { bottom: parent.bottom; bottomMargin: root.height * 0.07 }
            width: parent.width - 2 * BoardStyle.gap
            height: root.height * 0.26
            text: root.department
            size: Math.min(root.label, Math.round(height))
            horizontalAlignment: Text.AlignHCenter
            color: BoardStyle.paper
            told: false
        }
    }

    Item {
        id: call
        readonly property bool explains: root.off && root.number.length === 0
        readonly property int textHeight: Math.round(Math.min(root.height * 0.24, root.label * 1.2))
        readonly property int nameHeight: root.board.stacked && root.mask.length > 0 ? Math.round(root.row * 1.15) : 0
        readonly property int numberHeight: root.height - call.textHeight * (call.explains ? 2 : 1) - call.nameHeight - Math.round(root.height * 0.11)

        anchors { left: door.right; leftMargin: 2 * BoardStyle.gap }
        width: root.width * 0.41
        height: root.height

        BoardText {
            id: number
            y: Math.round(root.height * 0.05)
            width: Math.min(implicitWidth, root.board.stacked || root.mask.length === 0 ? call.width : call.width * 0.62)
            height: call.numberHeight
            text: root.number
            size: root.current
            least: root.row
            font.weight: Font.Bold
            color: root.mainInk
            told: false
        }
        BoardText {
            x: root.board.stacked ? 0 : number.width + 2 * BoardStyle.gap
            y: root.board.stacked ? number.y + number.height : number.y
            width: call.width - x
            height: root.board.stacked ? call.nameHeight : call.numberHeight
            text: root.mask
            size: root.row
            least: root.label
            color: root.mainInk
            told: false
        }
        BoardText {
            visible: root.number.length === 0
            y: Math.round(root.height * 0.05)
            width: call.width
            height: call.numberHeight
            text: root.statusZh
            size: root.row
            font.weight: root.off ? Font.Bold : Font.Normal
            color: root.off ? root.mark : root.mainInk
            told: false
        }
        BoardText {
            visible: call.explains
            x: state.x + state.height + BoardStyle.gap
            y: state.y - call.textHeight
            width: call.width - x
            height: call.textHeight
            text: root.detailZh
            size: words.size
            color: root.mark
            told: false
        }
        StateShape {
            id: state
            y: root.height - call.textHeight - Math.round(root.height * 0.06) + (call.textHeight - height) / 2
            height: Math.round(call.textHeight * 0.8)
            kind: root.kind
            color: root.mark
        }
        BoardText {
            id: words
            x: state.height + BoardStyle.gap
            y: root.height - call.textHeight - Math.round(root.height * 0.06)
            width: call.width - x
            height: call.textHeight
            text: call.explains ? root.statusEn + (root.detailEn.length > 0 ? "  ·  " + root.detailEn : "")
                : (root.number.length > 0 ? root.statusZh + " " : "") + root.statusEn
                + (root.detailZh.length > 0 ? "  ·  " + root.detailZh : "")
            size: Math.min(root.label, Math.round(call.textHeight / 1.15))
            font.weight: root.fresh ? Font.Bold : Font.Normal
            color: root.fresh || root.off ? root.mark : root.grey ? BoardStyle.offInk : BoardStyle.quietInk
            told: false
        }
    }

    Flow {
        id: nextNumbers
        anchors { left: call.right; leftMargin: BoardStyle.gap; right: parent.right; rightMargin: BoardStyle.gap; verticalCenter: parent.verticalCenter }
        spacing: Math.round(root.row * 0.32)

        Repeater {
            model: root.next
            BoardText {
                required property string modelData
                width: Math.min(implicitWidth, nextNumbers.width)
                height: Math.round(root.row * 1.1)
                text: modelData
                size: root.row
                color: root.grey ? BoardStyle.offInk : BoardStyle.ink
                told: false
            }
        }
    }
}
