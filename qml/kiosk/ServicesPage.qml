// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Menzhen.KioskModels

ListPage {
    id: root

    required property ServiceModel service

    title: qsTr("A number for where?")
    text: qsTr("The ticket is printed at once.")
    choices: root.service.services
    onChosen: index => root.service.choose(index)
}
