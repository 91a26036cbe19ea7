// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Menzhen.KioskModels

ListPage {
    id: root

    required property TakeNumberModel takeNumber

    title: qsTr("Which department?")
    choices: root.takeNumber.departments
    onChosen: index => root.takeNumber.chooseDepartment(index)
}
