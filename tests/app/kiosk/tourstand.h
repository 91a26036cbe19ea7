// SPDX-License-Identifier: Apache-2.0
// Where each way through the pages begins, and what is in sight.
#pragma once

#include "tests/app/kiosk/stage.h"

namespace menzhen::kiosk::test {

/// Whether these words are in sight.
inline bool shows(Stage& stage, const QString& words) {
    bool found = false;
    Stage::walk(stage.window->contentItem(), [&](QQuickItem* item) {
        found = found || item->property("text").toString().contains(words);
    });
    return found;
}

/// Ends whatever is on the screen and stands at the start in this language and size.
inline void standAt(Stage& stage, const QString& language, bool large) {
    stage.kiosk.home();
    stage.speak(language);
    if (stage.kiosk.large() != large) stage.kiosk.switchSize();
    stage.settle(30);
}

inline void typeIdentity(Stage& stage, const QString& number) {
    for (const QChar digit : number)
        stage.takeNumber.type(QString(digit));
}

} // namespace menzhen::kiosk::test
