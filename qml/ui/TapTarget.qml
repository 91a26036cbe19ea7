// SPDX-License-Identifier: Apache-2.0
// What every control is made of: role, name and press on the accessibility bus, keys, and touch.
// A touch shows at once (`down`), acts when it ends, and is cancelled by sliding off. It counts up
// to 3 mm outside. (The second touch of a shaking hand is dropped before it comes here.)
import QtQuick
import Menzhen.Ui

Item {
    id: root

    required property string label
    property string hint: ""
    readonly property bool down: area.pressed && area.containsMouse

    signal tapped()

    function tap() {
        if (root.enabled)
            root.tapped()
    }

    activeFocusOnTab: true
    Keys.onReturnPressed: root.tap()
    Keys.onEnterPressed: root.tap()
    Keys.onSpacePressed: root.tap()
    Keys.onUpPressed: root.nextItemInFocusChain(false).forceActiveFocus()
    Keys.onDownPressed: root.nextItemInFocusChain(true).forceActiveFocus()

    Accessible.role: Accessible.Button
    Accessible.name: root.enabled ? root.label : qsTr("%1 (not available)").arg(root.label)
    Accessible.description: root.hint
    Accessible.focusable: true
    Accessible.onPressAction: root.tap()

    MouseArea {
        id: area
        objectName: "touch"
        anchors.fill: parent
        anchors.margins: -Theme.reach
        Accessible.ignored: true
        onClicked: root.tap()
    }
}
