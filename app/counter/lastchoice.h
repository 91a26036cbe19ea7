// SPDX-License-Identifier: Apache-2.0
// The queue and room that were opened last at this station, in a small file beside its store.
#pragma once

#include <QSettings>
#include <QString>

namespace menzhen::counter {

class LastChoice {
public:
    explicit LastChoice(const QString& path) : file_(path, QSettings::IniFormat) {}

    QString queue() const { return file_.value(QStringLiteral("queue")).toString(); }

    QString room() const { return file_.value(QStringLiteral("room")).toString(); }

    void remember(const QString& queue, const QString& room) {
        file_.setValue(QStringLiteral("queue"), queue);
        file_.setValue(QStringLiteral("room"), room);
        file_.sync();
    }

private:
    QSettings file_;
};

} // namespace menzhen::counter
