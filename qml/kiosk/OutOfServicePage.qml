// SPDX-License-Identifier: Apache-2.0
// Nothing works: said in two languages at once, with the way to somebody who can help.
import QtQuick
import QtQuick.Layouts
import Menzhen.KioskModels
import Menzhen.Ui

PageBody {
    id: root

    required property KioskModel kiosk

    icon: "alert"
    amber: true
    title: "本机暂停服务"
    text: root.kiosk.neighbour.length > 0 ? "请使用自助机 " + root.kiosk.neighbour + ",或到人工窗口办理。"
        : "请使用其他自助机,或到人工窗口办理。"

    PlainText {
        Layout.fillWidth: true
        Layout.topMargin: Theme.mm(16)
        horizontalAlignment: Text.AlignHCenter
        text: "This kiosk is out of service"
        font.pixelSize: Theme.title
        font.weight: Font.Bold
    }
    PlainText {
        Layout.fillWidth: true
        horizontalAlignment: Text.AlignHCenter
        text: root.kiosk.neighbour.length > 0 ? "Please use kiosk " + root.kiosk.neighbour + ", or go to a staffed window."
            : "Please use another kiosk, or go to a staffed window."
        color: Theme.quietInk
    }
    Notice {
        Layout.fillWidth: true
        Layout.topMargin: Theme.mm(8)
        visible: root.kiosk.counter.length > 0
        amber: false
        icon: "window"
        goTo: root.kiosk.counter
    }
    PlainText {
        Layout.fillWidth: true
        horizontalAlignment: Text.AlignHCenter
        text: root.kiosk.device
        color: Theme.quietInk
    }
    Item { Layout.fillHeight: true }
}
