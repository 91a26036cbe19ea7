// SPDX-License-Identifier: Apache-2.0
// What stays on every page: hospital and time above, and below, within everybody's reach and always
// in the same places, back, start again, language, letter size and help.
import QtQuick
import QtQuick.Layouts
import Menzhen.Ui

Rectangle {
    id: root

    required property string hospital
    required property string clock
    required property string day
    required property string otherLanguage
    required property bool canGoBack
    required property bool canGoHome
    /// The registry does not answer: said on every page, by a word and a sign.
    property bool cutOff: false
    default property alias content: inside.data

    signal back()
    signal home()
    signal languageAsked()
    signal sizeAsked()
    signal helpAsked()

    color: Theme.ground

    Rectangle {
        id: header
        anchors { left: parent.left; right: parent.right; top: parent.top }
        height: Theme.mm(Theme.now.header)
        color: Theme.blue

        RowLayout {
            anchors { fill: parent; leftMargin: Theme.margin; rightMargin: Theme.margin }
            spacing: Theme.gap

            PlainText {
                Layout.fillWidth: true
                text: root.hospital
                font.pixelSize: Theme.lead
                font.weight: Font.Medium
                color: Theme.lightInk
            }
            ColumnLayout {
                spacing: 0

                PlainText {
                    Layout.alignment: Qt.AlignRight
                    text: root.clock
                    font.pixelSize: Theme.lead
                    font.weight: Font.Bold
                    color: Theme.lightInk
                }
                PlainText {
                    Layout.alignment: Qt.AlignRight
                    visible: !root.cutOff
                    text: root.day
                    font.pixelSize: Theme.small
                    color: Theme.lightInk
                }
                RowLayout {
                    Layout.alignment: Qt.AlignRight
                    visible: root.cutOff
                    spacing: Theme.mm(2)

                    Icon {
                        name: "alert"
                        tint: "white"
                        size: Theme.small
                    }
                    PlainText {
                        objectName: "offline"
                        text: qsTr("Offline")
                        font.pixelSize: Theme.small
                        font.weight: Font.Bold
                        color: Theme.lightInk
                    }
                }
            }
        }
    }
    Item {
        id: inside
        objectName: "inside"
        anchors { left: parent.left; right: parent.right; top: header.bottom; bottom: bar.top; margins: Theme.margin }
    }
    Rectangle {
        id: bar
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: Theme.mm(Theme.now.bar)
        color: Theme.surface

        Rectangle {
            width: parent.width
            height: Theme.line
            color: Theme.hairline
        }
        Row {
            id: keys
            readonly property real keyWidth: (width - 4 * Theme.gap) / 5
            anchors { fill: parent; leftMargin: Theme.margin; rightMargin: Theme.margin; topMargin: Theme.mm(4.5); bottomMargin: Theme.mm(4.5) }
            spacing: Theme.gap

            BarButton {
                objectName: "backButton"
                width: keys.keyWidth
                height: keys.height
                opacity: root.canGoBack ? 1 : 0
                enabled: root.canGoBack
                Accessible.ignored: !root.canGoBack
                text: qsTr("Back")
                icon: "back"
                onTapped: root.back()
            }
            BarButton {
                objectName: "homeButton"
                width: keys.keyWidth
                height: keys.height
                opacity: root.canGoHome ? 1 : 0
                enabled: root.canGoHome
                Accessible.ignored: !root.canGoHome
                text: qsTr("Start")
                hint: qsTr("Ends your visit to this screen and forgets it")
                icon: "home"
                onTapped: root.home()
            }
            BarButton {
                objectName: "languageButton"
                width: keys.keyWidth
                height: keys.height
                text: root.otherLanguage
                icon: "language"
                onTapped: root.languageAsked()
            }
            BarButton {
                objectName: "sizeButton"
                width: keys.keyWidth
                height: keys.height
                text: Theme.large ? qsTr("Small") : qsTr("Larger")
                hint: Theme.large ? qsTr("Shows ordinary letters") : qsTr("Shows large letters")
                icon: "textsize"
                onTapped: root.sizeAsked()
            }
            BarButton {
                objectName: "helpButton"
                width: keys.keyWidth
                height: keys.height
                amber: true
                text: qsTr("Help")
                hint: qsTr("Calls a member of staff to this kiosk")
                icon: "help"
                onTapped: root.helpAsked()
            }
        }
    }
}
