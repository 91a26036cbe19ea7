// SPDX-License-Identifier: Apache-2.0
// The language that is shown. The source texts are English; every catalogue
// resources/i18n/NAME_LANGUAGE.ts is compiled in and loaded together. Chinese is shown first.
// QML: connect changed() to QQmlEngine::retranslate(); widgets get QEvent::LanguageChange.
// Thread: GUI.
#pragma once

#include <QList>
#include <QObject>
#include <QString>
#include <QStringList>
#include <memory>

class QTranslator;

namespace menzhen::boot {

inline constexpr const char* sourceLanguage = "en";
inline constexpr const char* firstLanguage = "zh";

class Language : public QObject {
    Q_OBJECT
    Q_PROPERTY(QString current READ current WRITE use NOTIFY changed)
    Q_PROPERTY(QStringList available READ available CONSTANT)

public:
    /// Shows firstLanguage. The application object exists.
    explicit Language(QObject* parent = nullptr);
    ~Language() override;

    QString current() const { return current_; }

    /// "zh", "en": the source and every language that has a catalogue, firstLanguage first.
    QStringList available() const;

    /// A language that is not available changes nothing.
    Q_INVOKABLE void use(const QString& language);

signals:
    void changed();

private:
    QString current_;
    QList<QTranslator*> installed_;
};

} // namespace menzhen::boot
