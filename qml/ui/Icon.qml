// SPDX-License-Identifier: Apache-2.0
// One of resources/icons, by its name, in the theme's blue, in white or in amber.
import QtQuick
import Menzhen.Ui

Image {
    id: root

    required property string name
    property string tint: "blue"
    property int size: Theme.icon

    source: root.name.length === 0 ? ""
        : Qt.resolvedUrl("icons/" + root.name + (root.tint === "blue" ? "" : "-" + root.tint) + ".svg")
    sourceSize.width: root.size
    sourceSize.height: root.size
    width: root.size
    height: root.size
    asynchronous: false
    Accessible.ignored: true
}
