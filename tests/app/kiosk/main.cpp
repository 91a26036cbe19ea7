// SPDX-License-Identifier: Apache-2.0
// tst_kiosk [Qt Test options]: the tests. tst_kiosk --pictures FOLDER: a picture of every page in
// both languages and both sizes, for the manual and for the eye.
#include "tests/app/kiosk/tst_checkinpages.h"
#include "tests/app/kiosk/tst_kioskframe.h"
#include "tests/app/kiosk/tst_kiosksizes.h"
#include "tests/app/kiosk/tst_nextvisitpages.h"
#include "tests/app/kiosk/tst_paypages.h"
#include "tests/app/kiosk/tst_reportpages.h"
#include "tests/app/kiosk/tst_takenumberpages.h"

#include <QtQml/qqmlextensionplugin.h>

Q_IMPORT_QML_PLUGIN(Menzhen_KioskModelsPlugin)

int main(int argc, char* argv[]) {
    using namespace menzhen::kiosk::test;
    QGuiApplication application(argc, argv);
    QGuiApplication::setFont(QFont(QStringLiteral("Noto Sans CJK SC")));
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 3 && arguments[1] == QLatin1String("--pictures"))
        return drawPages(arguments[2]);
    KioskFrame frame;
    CheckInPages checkIn;
    TakeNumberPages takeNumber;
    NextVisitPages nextVisit;
    PayPages pay;
    ReportPages reports;
    KioskSizes sizes;
    int failed = 0;
    for (QObject* suite : std::initializer_list<QObject*>{&frame, &checkIn, &takeNumber, &nextVisit,
                                                          &pay, &reports, &sizes})
        failed += QTest::qExec(suite, arguments);
    return failed;
}

// One translation unit: Qt's headers are read once.
#include "moc_tst_checkinpages.cpp"
#include "moc_tst_kioskframe.cpp"
#include "moc_tst_kiosksizes.cpp"
#include "moc_tst_nextvisitpages.cpp"
#include "moc_tst_paypages.cpp"
#include "moc_tst_reportpages.cpp"
#include "moc_tst_takenumberpages.cpp"
