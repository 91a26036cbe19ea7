// SPDX-License-Identifier: Apache-2.0
// A QR symbol on a white ground with its quiet zone. `modules`: rows of 0 and 1, parted by newlines.
import QtQuick
import Menzhen.Ui

Rectangle {
    id: root

    required property string modules
    required property string label

    color: "#FFFFFF"
    implicitWidth: Theme.mm(44)
    implicitHeight: implicitWidth
    Accessible.role: Accessible.Graphic
    Accessible.name: root.label

    Canvas {
        id: canvas
        anchors.fill: parent
        renderTarget: Canvas.Image
        renderStrategy: Canvas.Immediate
        onPaint: {
            const lines = root.modules.split("\n").filter(line => line.length > 0)
            const context = canvas.getContext("2d")
            context.clearRect(0, 0, canvas.width, canvas.height)
            context.fillStyle = "#000000"
            const size = Math.floor(canvas.width / (lines.length + 8))
            const start = (canvas.width - size * lines.length) / 2
            lines.forEach((line, y) => [...line].forEach((bit, x) => {
                if (bit === "1")
                    context.fillRect(start + x * size, start + y * size, size, size)
            }))
        }
    }
    onModulesChanged: canvas.requestPaint()
}
