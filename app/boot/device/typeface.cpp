// SPDX-License-Identifier: Apache-2.0
#include "app/boot/device/typeface.h"

#include "app/boot/logging.h"

#include <QFont>
#include <QFontDatabase>
#include <QGuiApplication>

namespace menzhen::boot {

void useTypeface() {
    if (qobject_cast<QGuiApplication*>(QCoreApplication::instance()) == nullptr) return;
    const QString family = QString::fromLatin1(typefaceFamily);
    if (!QFontDatabase::families().contains(family)) {
        logWarning("start", "the typeface Noto Sans CJK SC is missing: install fonts-noto-cjk");
        return;
    }
    QFont font = QGuiApplication::font();
    font.setFamily(family);
    QGuiApplication::setFont(font);
}

} // namespace menzhen::boot
