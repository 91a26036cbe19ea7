// SPDX-License-Identifier: Apache-2.0
// One line of text in the house's typeface. It is never cut off: where it is too long for its place
// it becomes smaller, as far as `least`.
import QtQuick

Text {
    id: root

    /// False inside a row that tells everything by its own name.
    property bool told: true
    property int size: 40
    property int least: Math.round(root.size * 0.4)

    font.family: BoardStyle.family
    font.pixelSize: Math.max(1, root.size)
    fontSizeMode: Text.HorizontalFit
    minimumPixelSize: Math.max(1, root.least)
    color: BoardStyle.ink
    textFormat: Text.PlainText
    renderType: Text.QtRendering
    verticalAlignment: Text.AlignVCenter
    Accessible.role: Accessible.StaticText
    Accessible.name: root.text
    Accessible.ignored: !root.told || root.text.length === 0
}
