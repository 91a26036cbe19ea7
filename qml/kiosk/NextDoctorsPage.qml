// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Menzhen.KioskModels

ListPage {
    id: root

    required property NextVisitModel nextVisit

    title: qsTr("Which doctor?")
    text: root.nextVisit.day + " · " + root.nextVisit.age
    choices: root.nextVisit.doctors
    onChosen: index => root.nextVisit.chooseDoctor(index)
}
