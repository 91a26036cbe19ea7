// SPDX-License-Identifier: Apache-2.0
#include "app/boot/device/language.h"

#include "app/boot/logging.h"

#include <QCoreApplication>
#include <QDir>
#include <QTranslator>

// The macro must stand outside every namespace.
static void initializeCatalogues() {
    Q_INIT_RESOURCE(catalogues);
}

namespace menzhen::boot {

namespace {

/// Compiled catalogues of a language: ":/i18n/NAME_LANGUAGE.qm".
QStringList cataloguesOf(const QString& language) {
    const QDir folder(QStringLiteral(":/i18n"));
    QStringList paths;
    for (const QString& name : folder.entryList({"*_" + language + ".qm"}, QDir::Files, QDir::Name))
        paths << folder.filePath(name);
    return paths;
}

} // namespace

Language::Language(QObject* parent) : QObject(parent) {
    initializeCatalogues();
    use(QString::fromLatin1(firstLanguage));
    if (current_.isEmpty()) use(QString::fromLatin1(sourceLanguage));
}

Language::~Language() {
    for (QTranslator* translator : installed_)
        QCoreApplication::removeTranslator(translator);
}

QStringList Language::available() const {
    QStringList languages;
    if (!cataloguesOf(QString::fromLatin1(firstLanguage)).isEmpty())
        languages << QString::fromLatin1(firstLanguage);
    languages << QString::fromLatin1(sourceLanguage);
    for (const QString& name : QDir(QStringLiteral(":/i18n")).entryList({"*.qm"}, QDir::Files)) {
        const QString language = name.section('_', -1).chopped(3);
        if (!languages.contains(language)) languages << language;
    }
    return languages;
}

void Language::use(const QString& language) {
    if (language == current_ || !available().contains(language)) return;
    for (QTranslator* translator : std::exchange(installed_, {})) {
        QCoreApplication::removeTranslator(translator);
        delete translator;
    }
    for (const QString& path : cataloguesOf(language)) {
        auto* translator = new QTranslator(this);
        if (!translator->load(path)) {
            logError("language", "a catalogue that does not load: " + path.toStdString());
            delete translator;
            continue;
        }
        QCoreApplication::installTranslator(translator);
        installed_ << translator;
    }
    current_ = language;
    emit changed();
}

} // namespace menzhen::boot
