// SPDX-License-Identifier: Apache-2.0
// A sheet with the facts of a visit: its children stand one below the other.
import QtQuick
import QtQuick.Layouts
import Menzhen.Ui

Rectangle {
    id: root

    default property alias facts: column.data

    radius: Theme.radius
    color: Theme.surface
    border.width: Theme.line
    border.color: Theme.hairline
    implicitHeight: column.implicitHeight + 2 * Theme.mm(8)

    ColumnLayout {
        id: column
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.mm(8) }
        spacing: Theme.mm(Theme.large ? 1 : 4)
    }
}
