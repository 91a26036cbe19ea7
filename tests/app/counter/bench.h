// SPDX-License-Identifier: Apache-2.0
// The station's real windows over a FakeStation, in either language, and what tests look for in
// them.
#pragma once

#include "app/counter/stationwindows.h"
#include "app/counter/style.h"
#include "fakestation.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>

namespace menzhen::test {

class Bench {
public:
    explicit Bench(const QString& language = QStringLiteral("en")) : model(station, station.clock) {
        qApp->setStyleSheet(counter::style::sheet());
        QObject::connect(&model, &counter::StationModel::languageWanted, &model,
                         [this](const QString& wanted) { use(wanted); });
        use(language);
        windows.emplace(model, folder.filePath(QStringLiteral("choice.ini")));
        model.setConnection(
            {.connected = true, .hasData = true, .lastContactMs = station.clock.ms});
    }

    ~Bench() { QCoreApplication::removeTranslator(&chinese_); }

    void use(const QString& language) {
        QCoreApplication::removeTranslator(&chinese_);
        if (language == QLatin1String("zh")) {
            QVERIFY(chinese_.load(QStringLiteral(":/i18n/menzhen_counter_zh.qm")));
            QCoreApplication::installTranslator(&chinese_);
        }
        model.setLanguage(language);
    }

    /// Through the first two windows with the keyboard.
    void openRoom() {
        windows->show();
        QTest::keyClicks(&child<QLineEdit>(windows->signIn(), 0), QStringLiteral("d01"));
        type("246810");
        QTRY_VERIFY(windows->room().isVisible());
        QTRY_VERIFY(button(windows->room(), "primary").isEnabled());
        QTest::mouseClick(&button(windows->room(), "primary"), Qt::LeftButton);
        QTRY_VERIFY(windows->bar().isVisible());
    }

    void type(const char* pin) {
        auto& field = child<QLineEdit>(windows->signIn(), 1);
        QTest::keyClicks(&field, QLatin1String(pin));
        QTest::keyClick(&field, Qt::Key_Return);
    }

    template <class T> static T& child(QWidget& window, int nth) {
        return *window.findChildren<T*>().at(nth);
    }

    static QPushButton& button(QWidget& window, const char* name) {
        return *window.findChild<QPushButton*>(QLatin1String(name));
    }

    static QString words(QWidget& window, const char* name) {
        const auto* label = window.findChild<QLabel*>(QLatin1String(name));
        return label && !label->isHidden() ? label->text() : QString();
    }

    QString number() { return words(windows->bar(), "number"); }

    QString line() { return words(windows->bar(), "line"); }

    void press(int key) { QTest::keyClick(&windows->bar(), static_cast<Qt::Key>(key)); }

    FakeStation station;
    QTemporaryDir folder;
    counter::StationModel model;
    std::optional<counter::StationWindows> windows;

private:
    QTranslator chinese_;
};

} // namespace menzhen::test
