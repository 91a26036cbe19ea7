// SPDX-License-Identifier: Apache-2.0
// A page's inside: the one question, at most two sentences about it, and below what there is.
import QtQuick
import QtQuick.Layouts
import Menzhen.Ui

Item {
    id: root

    property string title: ""
    property string text: ""
    property string icon: ""
    property bool amber: false
    default property alias content: column.data
    readonly property real contentHeight: column.implicitHeight

    implicitHeight: column.implicitHeight

    ColumnLayout {
        id: column
        anchors.fill: parent
        spacing: Theme.gap

        Rectangle {
            Layout.alignment: Qt.AlignHCenter
            Layout.topMargin: Theme.mm(Theme.large ? 4 : 16)
            Layout.bottomMargin: Theme.mm(Theme.large ? 0 : 8)
            visible: root.icon.length > 0
            implicitWidth: Theme.mm(Theme.large ? 44 : 70)
            implicitHeight: implicitWidth
            radius: width / 2
            color: root.amber ? Theme.amberSoft : Theme.blueSoft

            Icon {
                anchors.centerIn: parent
                name: root.icon
                tint: root.amber ? "amber" : "blue"
                size: parent.width * 0.55
            }
        }
        PlainText {
            Layout.fillWidth: true
            objectName: "heading"
            visible: root.title.length > 0
            text: root.title
            horizontalAlignment: root.icon.length > 0 ? Text.AlignHCenter : Text.AlignLeft
            font.pixelSize: Theme.title
            font.weight: Font.Bold
            Accessible.role: Accessible.Heading
        }
        PlainText {
            Layout.fillWidth: true
            visible: root.text.length > 0
            text: root.text
            horizontalAlignment: root.icon.length > 0 ? Text.AlignHCenter : Text.AlignLeft
            font.pixelSize: Theme.body
            color: Theme.quietInk
        }
    }
}
