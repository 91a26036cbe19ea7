// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Menzhen.KioskModels

ListPage {
    id: root

    required property NextVisitModel nextVisit

    title: qsTr("Your next visit: which day?")
    text: root.nextVisit.department + " · " + root.nextVisit.age
    choices: root.nextVisit.days
    onChosen: index => root.nextVisit.chooseDay(index)
}
