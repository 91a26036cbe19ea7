// SPDX-License-Identifier: Apache-2.0
// A text in the house's typeface, told to the accessibility bus. It wraps and is never cut off.
import QtQuick
import Menzhen.Ui

Text {
    font.family: Theme.family
    font.pixelSize: Theme.body
    color: Theme.ink
    lineHeight: 0.9 // of the 1.45 em that Noto asks for: 1.3 em
    wrapMode: Text.Wrap
    textFormat: Text.PlainText
    renderType: Text.QtRendering
    Accessible.role: Accessible.StaticText
    Accessible.name: text
    Accessible.ignored: text.length === 0
}
