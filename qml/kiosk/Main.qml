// SPDX-License-Identifier: Apache-2.0
// The kiosk's window: the frame, the page that the model says, and what lies over all of them.
import QtQuick
import Menzhen.KioskModels
import Menzhen.Ui

Window {
    id: root

    required property KioskModel kiosk
    required property CheckInModel checkIn
    required property TakeNumberModel takeNumber
    required property ServiceModel service
    required property NextVisitModel nextVisit
    required property ReportsModel reports
    required property TicketModel ticket
    required property PayModel pay
    /// Width of the visible picture in millimetres; 0: the screen's own word is believed.
    property real screenWidthMm: 0

    // What a desk has room for; a kiosk shows it full screen.
    height: Math.min(1920, root.Screen.desktopAvailableHeight)
    width: height * 9 / 16
    color: Theme.ground
    title: "Menzhen"

    Component.onCompleted: root.showPage(root.kiosk.page)

    Binding {
        target: Theme
        property: "pxPerMm"
        value: root.screenWidthMm > 0 ? root.width / root.screenWidthMm : root.Screen.pixelDensity
    }
    Binding {
        target: Theme
        property: "large"
        value: root.kiosk.large
    }

    PageFrame {
        id: frame
        anchors.fill: parent
        enabled: !warning.visible
        hospital: root.kiosk.hospital
        clock: root.kiosk.clock
        day: root.kiosk.day
        cutOff: root.kiosk.cutOff
        otherLanguage: root.kiosk.otherLanguage
        canGoBack: root.kiosk.canGoBack
        canGoHome: root.kiosk.canGoHome
        onBack: root.kiosk.back()
        onHome: root.kiosk.home()
        onLanguageAsked: root.kiosk.switchLanguage()
        onSizeAsked: root.kiosk.switchSize()
        onHelpAsked: root.kiosk.callHelp()

        Loader {
            id: loader
            anchors.fill: parent
        }
        // Takes the touches while an answer is under way.
        MouseArea {
            objectName: "deaf"
            anchors.fill: parent
            visible: root.kiosk.busy
            Accessible.ignored: true
        }
        Rectangle {
            anchors.fill: parent
            visible: root.kiosk.busy && !patience.running
            color: Theme.ground

            PlainText {
                anchors.centerIn: parent
                width: parent.width - 2 * Theme.margin
                horizontalAlignment: Text.AlignHCenter
                text: qsTr("One moment, please")
                font.pixelSize: Theme.title
                font.weight: Font.Bold
            }
        }
    }
    Timer {
        id: patience
        interval: 300
    }
    Connections {
        target: root.kiosk
        function onBusyChanged() { patience.restart() }
        function onPageChanged() { root.showPage(root.kiosk.page) }
    }
    IdleWarning {
        id: warning
        anchors.fill: parent
        kiosk: root.kiosk
    }

    function showPage(page: int) {
        switch (page) {
        case KioskModel.Page.Attract: return loader.setSource("AttractPage.qml", { kiosk: root.kiosk, checkIn: root.checkIn, takeNumber: root.takeNumber })
        case KioskModel.Page.Scan: return loader.setSource("ScanPage.qml", { checkIn: root.checkIn })
        case KioskModel.Page.ShortCode: return loader.setSource("ShortCodePage.qml", { checkIn: root.checkIn })
        case KioskModel.Page.Find:
        case KioskModel.Page.FindPhone:
        case KioskModel.Page.FindBirth:
        case KioskModel.Page.Pickup: return loader.setSource("FindPage.qml", { checkIn: root.checkIn })
        case KioskModel.Page.Visit: return loader.setSource("VisitPage.qml", { kiosk: root.kiosk, checkIn: root.checkIn })
        case KioskModel.Page.Ticket: return loader.setSource("TicketPage.qml", { kiosk: root.kiosk, ticket: root.ticket })
        case KioskModel.Page.Place: return loader.setSource("PlacePage.qml", { kiosk: root.kiosk, ticket: root.ticket, nextVisit: root.nextVisit })
        case KioskModel.Page.Problem: return loader.setSource("ProblemPage.qml", { kiosk: root.kiosk })
        case KioskModel.Page.Departments: return loader.setSource("DepartmentsPage.qml", { takeNumber: root.takeNumber, service: root.service })
        case KioskModel.Page.Services: return loader.setSource("ServicesPage.qml", { service: root.service })
        case KioskModel.Page.Doctors: return loader.setSource("DoctorsPage.qml", { takeNumber: root.takeNumber })
        case KioskModel.Page.Bands: return loader.setSource("BandsPage.qml", { takeNumber: root.takeNumber })
        case KioskModel.Page.Identity: return loader.setSource("IdentityPage.qml", { takeNumber: root.takeNumber })
        case KioskModel.Page.Confirm: return loader.setSource("ConfirmPage.qml", { kiosk: root.kiosk, takeNumber: root.takeNumber, pay: root.pay })
        case KioskModel.Page.Pay: return loader.setSource("PayPage.qml", { kiosk: root.kiosk, pay: root.pay })
        case KioskModel.Page.NextDays: return loader.setSource("NextDaysPage.qml", { nextVisit: root.nextVisit })
        case KioskModel.Page.NextDoctors: return loader.setSource("NextDoctorsPage.qml", { nextVisit: root.nextVisit })
        case KioskModel.Page.NextBands: return loader.setSource("NextBandsPage.qml", { nextVisit: root.nextVisit })
        case KioskModel.Page.NextConfirm: return loader.setSource("NextConfirmPage.qml", { kiosk: root.kiosk, nextVisit: root.nextVisit })
        case KioskModel.Page.NextBooked: return loader.setSource("NextBookedPage.qml", { kiosk: root.kiosk, nextVisit: root.nextVisit })
        case KioskModel.Page.Reports: return loader.setSource("ReportsPage.qml", { kiosk: root.kiosk, reports: root.reports, checkIn: root.checkIn })
        case KioskModel.Page.Report: return loader.setSource("ReportPage.qml", { kiosk: root.kiosk, reports: root.reports })
        case KioskModel.Page.Help: return loader.setSource("HelpPage.qml", { kiosk: root.kiosk })
        default: return loader.setSource("OutOfServicePage.qml", { kiosk: root.kiosk })
        }
    }
}
