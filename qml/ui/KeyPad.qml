// SPDX-License-Identifier: Apache-2.0
// Keys to type a number or a code: `keys` in reading order, then the key that takes back. The key
// "5" carries a mark, as on every keypad.
pragma ComponentBehavior: Bound

import QtQuick
import Menzhen.Ui

Grid {
    id: root

    property string keys: "123456789X0"
    property int keyWidth: Theme.mm(46)
    property int keyHeight: Theme.mm(24)

    signal typed(string key)
    signal erased()

    columns: 3
    spacing: Theme.gap

    Repeater {
        model: root.keys.length

        TapTarget {
            id: key
            required property int index
            readonly property string character: root.keys.charAt(key.index)

            label: key.character
            width: root.keyWidth
            height: root.keyHeight
            onTapped: root.typed(key.character)

            Card {
                anchors.fill: parent
                down: key.down
                focused: key.activeFocus
            }
            PlainText {
                anchors.centerIn: parent
                text: key.character
                font.pixelSize: Theme.mm(13)
                font.weight: Font.Bold
                color: Theme.blue
                Accessible.ignored: true
            }
            Rectangle {
                visible: key.character === "5"
                anchors { horizontalCenter: parent.horizontalCenter; bottom: parent.bottom; bottomMargin: Theme.mm(1.4) }
                width: Theme.mm(10)
                height: Theme.mm(1)
                radius: height / 2
                color: Theme.blue
            }
        }
    }
    TapTarget {
        id: erase
        label: qsTr("Delete the last one")
        width: root.keyWidth
        height: root.keyHeight
        onTapped: root.erased()

        Card {
            anchors.fill: parent
            down: erase.down
            focused: erase.activeFocus
        }
        Icon {
            anchors.centerIn: parent
            name: "erase"
            size: Theme.mm(13)
        }
    }
}
