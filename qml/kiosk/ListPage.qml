// SPDX-License-Identifier: Apache-2.0
// A question with at most six answers in sight, and keys to the next six.
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Menzhen.KioskModels
import Menzhen.Ui

PageBody {
    id: root

    required property ChoiceList choices

    signal chosen(int index)

    Repeater {
        model: root.choices

        ChoiceRow {
            id: row
            required amount
            required note
            required property string about
            required property bool available
            required property int chosen

            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.maximumHeight: Math.max(implicitHeight, Theme.mm(50))
            enabled: row.available
            text: row.about
            onTapped: root.chosen(row.chosen)
        }
    }
    Item { Layout.fillHeight: true; Layout.minimumHeight: 0 }
    RowLayout {
        Layout.fillWidth: true
        visible: root.choices.pages > 1
        spacing: Theme.gap

        BigButton {
            Layout.preferredWidth: (root.width - 2 * Theme.gap) * 0.36
            objectName: "previousPage"
            enabled: root.choices.page > 0
            text: qsTr("Previous")
            icon: "less"
            onTapped: root.choices.previous()
        }
        PlainText {
            Layout.fillWidth: true
            horizontalAlignment: Text.AlignHCenter
            text: qsTr("%1 of %2").arg(root.choices.page + 1).arg(root.choices.pages)
            font.weight: Font.Bold
        }
        BigButton {
            Layout.preferredWidth: (root.width - 2 * Theme.gap) * 0.36
            objectName: "nextPage"
            enabled: root.choices.page + 1 < root.choices.pages
            text: qsTr("More")
            icon: "more"
            onTapped: root.choices.next()
        }
    }
}
