// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Menzhen.KioskModels

ListPage {
    id: root

    required property TakeNumberModel takeNumber

    title: qsTr("Which doctor?")
    text: root.takeNumber.department
    choices: root.takeNumber.doctors
    onChosen: index => root.takeNumber.chooseDoctor(index)
}
