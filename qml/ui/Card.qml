// SPDX-License-Identifier: Apache-2.0
// The face of a control: surface, border, what a touch and the key focus look like.
import QtQuick
import Menzhen.Ui

Rectangle {
    id: root

    required property bool down
    property bool focused: false
    property bool strong: false

    radius: Theme.radius
    color: !root.enabled ? Theme.offSurface
        : root.strong ? (root.down ? Theme.blueDown : Theme.blue)
        : root.down ? Theme.blueSoft : Theme.surface
    border.width: root.focused || root.down ? 2 * Theme.line : Theme.line
    border.color: !root.enabled ? Theme.border : root.focused || root.down ? Theme.blueDown : root.strong ? Theme.blue : Theme.border
}
