// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Menzhen.KioskModels

ListPage {
    id: root

    required property NextVisitModel nextVisit

    title: qsTr("When?")
    text: root.nextVisit.day + " · " + root.nextVisit.doctor + " · " + root.nextVisit.age
    choices: root.nextVisit.bands
    onChosen: index => root.nextVisit.chooseBand(index)
}
