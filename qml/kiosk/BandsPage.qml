// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Menzhen.KioskModels

ListPage {
    id: root

    required property TakeNumberModel takeNumber

    title: qsTr("When?")
    text: root.takeNumber.department + " · " + root.takeNumber.doctor + " · " + root.takeNumber.fee
    choices: root.takeNumber.bands
    onChosen: index => root.takeNumber.chooseBand(index)
}
