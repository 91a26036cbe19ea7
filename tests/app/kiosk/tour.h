// SPDX-License-Identifier: Apache-2.0
// Every page once, reached as a person reaches it.
#pragma once

#include "tests/app/kiosk/tourtickets.h"
#include "tests/app/kiosk/tourtrouble.h"
#include "tests/app/kiosk/tourvisits.h"

#include <QDir>

namespace menzhen::kiosk::test {

using See = std::function<void(Stage&, const QString& page)>;

inline void seeEveryPage(Stage& stage, const QString& language, bool large, const See& look) {
    const auto again = [&] { standAt(stage, language, large); };
    const auto see = [&](const char* page) {
        stage.settle(40);
        look(stage, QString::fromLatin1(page));
    };
    seeBookings(stage, again, see);
    seeWalkIn(stage, again, see);
    seePayment(stage, again, see);
    seeServices(stage, again, see);
    seeNextVisit(stage, again, see);
    seeReports(stage, again, see);
    seeTheRest(stage, again, see);
}

inline int drawPages(const QString& folder) {
    QDir().mkpath(folder);
    Stage stage;
    for (const QString& language : {QStringLiteral("zh"), QStringLiteral("en")})
        for (const bool large : {false, true})
            seeEveryPage(stage, language, large, [&](Stage& s, const QString& page) {
                const QString name = QStringLiteral("%1/%2-%3%4.png")
                                         .arg(folder, page, language, large ? "-large" : "");
                if (!s.window->grabWindow().save(name)) qFatal("cannot write %s", qPrintable(name));
            });
    return 0;
}

} // namespace menzhen::kiosk::test
