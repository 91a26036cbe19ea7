// SPDX-License-Identifier: Apache-2.0
// Paying with a wallet: every line and the total, one code at a time, how long it is good, and what
// is known of the money. The result comes from the registry alone.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Menzhen.KioskModels
import Menzhen.Ui

PageBody {
    id: root

    required property KioskModel kiosk
    required property PayModel pay

    readonly property bool choosing: root.pay.stage === PayModel.Stage.Choosing || root.pay.stage === PayModel.Stage.Nothing
    readonly property bool showing: root.pay.stage === PayModel.Stage.Showing
    readonly property bool asking: root.pay.stage === PayModel.Stage.Asking

    title: root.pay.statusTitle
    text: root.asking || Theme.large && root.showing ? "" : root.pay.statusText

    FactCard {
        Layout.fillWidth: true
        visible: !(Theme.large && root.showing)

        Repeater {
            model: root.pay.labels

            FactRow {
                id: line
                required property int index
                required property string modelData
                label: line.modelData
                value: root.pay.amounts[line.index] ?? ""
            }
        }
        FactRow { objectName: "total"; label: qsTr("Total"); value: root.pay.total; strong: true }
    }
    QrPicture {
        Layout.alignment: Qt.AlignHCenter
        visible: root.showing
        implicitWidth: Theme.mm(Theme.large ? 84 : 96)
        modules: root.pay.qrModules
        label: root.pay.statusTitle
    }
    PlainText {
        Layout.fillWidth: true
        objectName: "timeLeft"
        visible: root.showing
        horizontalAlignment: Text.AlignHCenter
        font.pixelSize: Theme.lead
        font.weight: Font.Bold
        text: root.pay.timeLeft.length > 0 ? qsTr("%1 with %2, good for %3").arg(root.pay.total).arg(root.pay.wallet).arg(root.pay.timeLeft)
                                           : qsTr("%1 with %2").arg(root.pay.total).arg(root.pay.wallet)
    }
    Notice {
        Layout.fillWidth: true
        objectName: "asking"
        visible: root.asking
        text: root.pay.statusText
    }
    Item { Layout.fillHeight: true; Layout.minimumHeight: 0 }
    BigButton {
        Layout.fillWidth: true
        objectName: "wechat"
        visible: root.choosing && root.pay.wechat
        text: qsTr("WeChat Pay: I scan a code")
        icon: "phone"
        strong: true
        onTapped: root.pay.payWithWechat()
    }
    BigButton {
        Layout.fillWidth: true
        objectName: "alipay"
        visible: root.choosing && root.pay.alipay
        text: qsTr("Alipay: I scan a code")
        icon: "phone"
        strong: true
        onTapped: root.pay.payWithAlipay()
    }
    BigButton {
        Layout.fillWidth: true
        objectName: "ownCode"
        visible: root.choosing && root.pay.ownCode
        text: qsTr("I show my own payment code")
        icon: "scan"
        onTapped: root.pay.showOwnCode()
    }
    BigButton {
        Layout.fillWidth: true
        objectName: "another"
        visible: root.showing || root.pay.stage === PayModel.Stage.Scanning || root.pay.stage === PayModel.Stage.Paying
        text: qsTr("Pay in another way")
        icon: "back"
        onTapped: root.pay.chooseAgain()
    }
    BigButton {
        Layout.fillWidth: true
        objectName: "stopWaiting"
        visible: root.asking
        text: qsTr("Print my ticket, I cannot wait")
        icon: "ticket"
        onTapped: root.pay.stopWaiting()
    }
    BigButton {
        Layout.fillWidth: true
        objectName: "window"
        visible: root.choosing || root.pay.stage === PayModel.Stage.Returned
        text: qsTr("Print my ticket, I pay at a window")
        icon: "window"
        onTapped: root.pay.payAtWindow()
    }
}
