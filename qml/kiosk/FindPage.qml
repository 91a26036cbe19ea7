// SPDX-License-Identifier: Apache-2.0
// The booking of somebody who has no code at hand: by identity number, or by phone number or short
// code and then the birth date. Also the identity number of who booked, where places were scarce.
import QtQuick
import QtQuick.Layouts
import Menzhen.KioskModels
import Menzhen.Ui

PageBody {
    id: root

    required property CheckInModel checkIn
    readonly property bool byIdentity: root.checkIn.asked === CheckInModel.Asked.Identity
    readonly property bool byPhone: root.checkIn.asked === CheckInModel.Asked.Phone

    title: root.byIdentity ? qsTr("Your identity number") : root.byPhone ? qsTr("Your phone number")
                                                          : qsTr("The patient's date of birth")
    text: Theme.large && root.checkIn.hintTitle.length > 0 ? ""
        : root.checkIn.pickup ? qsTr("Places here were scarce: we compare it with the booking. The number is not kept.")
        : root.checkIn.purpose === CheckInModel.Purpose.Reports ? qsTr("It says which reports are ready. The number is not kept.")
        : root.byIdentity ? qsTr("We look for your booking of today. The number is not kept.")
        : root.byPhone ? qsTr("The one of your booking. The date of birth comes next.")
                       : qsTr("Year, month and day, as in 1968 05 31.")

    TypedField {
        Layout.fillWidth: true
        label: qsTr("Typed so far")
        text: root.checkIn.typed
    }
    Notice {
        Layout.fillWidth: true
        visible: root.checkIn.hintTitle.length > 0
        title: root.checkIn.hintTitle
        text: root.checkIn.hintText
        goTo: root.checkIn.hintGoTo
    }
    KeyPad {
        Layout.alignment: Qt.AlignHCenter
        keys: root.byIdentity ? "123456789X0" : "1234567890"
        keyWidth: Theme.mm(64)
        keyHeight: Theme.mm(Theme.large ? 24 : 32)
        onTyped: key => root.checkIn.type(key)
        onErased: root.checkIn.erase()
    }
    Item { Layout.fillHeight: true; Layout.minimumHeight: 0 }
    BigButton {
        Layout.fillWidth: true
        objectName: "enter"
        enabled: root.checkIn.complete
        text: qsTr("Continue")
        icon: "next"
        strong: true
        onTapped: root.checkIn.enter()
    }
}
