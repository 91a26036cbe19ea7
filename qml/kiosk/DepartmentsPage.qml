// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Menzhen.KioskModels
import Menzhen.Ui

ListPage {
    id: root

    required property TakeNumberModel takeNumber
    required property ServiceModel service

    title: qsTr("Which department?")
    choices: root.takeNumber.departments
    onChosen: index => root.takeNumber.chooseDepartment(index)

    BigButton {
        Layout.fillWidth: true
        objectName: "services"
        text: qsTr("Laboratory, imaging, pharmacy")
        icon: "ticket"
        onTapped: root.service.begin()
    }
}
