// SPDX-License-Identifier: Apache-2.0
// A whole kiosk on an offscreen window: fake desk and clock, real view-models, real pages, real
// touches.
#pragma once

#include "app/kiosk/checkinmodel.h"
#include "app/kiosk/nextvisitmodel.h"
#include "app/kiosk/paymodel.h"
#include "app/kiosk/servicemodel.h"
#include "app/kiosk/takenumbermodel.h"
#include "tests/app/kiosk/fakedesk.h"
#include "tests/app/kiosk/fakepaydesk.h"

#include <QGuiApplication>
#include <QQmlApplicationEngine>
#include <QQmlComponent>
#include <QQuickItem>
#include <QQuickWindow>
#include <QSignalSpy>
#include <QTest>
#include <QTranslator>

namespace menzhen::kiosk::test {

class FakeClock final : public ports::Clock {
public:
    std::int64_t utcMs() const override { return 1795391400000 + passedMs; }

    std::int64_t monotonicMs() const override { return passedMs; }

    ports::LocalTime local(std::int64_t) const override {
        return {20261123, 470 + static_cast<int>(passedMs / 60000), 0};
    }

    std::int64_t utcMsOf(int, int) const override { return 0; }

    std::int64_t passedMs = 0;
};

class Stage {
public:
    static constexpr double screenWidthMm = 268;

    Stage() {
        QObject::connect(&kiosk, &KioskModel::languageAsked, &kiosk,
                         [this](const QString& language) { speak(language); });
        speak(QStringLiteral("zh"));
        engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
        engine.setInitialProperties({{"kiosk", QVariant::fromValue(&kiosk)},
                                     {"checkIn", QVariant::fromValue(&checkIn)},
                                     {"takeNumber", QVariant::fromValue(&takeNumber)},
                                     {"nextVisit", QVariant::fromValue(&nextVisit)},
                                     {"service", QVariant::fromValue(&service)},
                                     {"reports", QVariant::fromValue(&reports)},
                                     {"ticket", QVariant::fromValue(&ticket)},
                                     {"pay", QVariant::fromValue(&pay)},
                                     {"screenWidthMm", screenWidthMm}});
        const QByteArray pages =
            qgetenv("MENZHEN_PAGES"); // a folder tree instead of the built-in one
        if (!pages.isEmpty()) engine.addImportPath(QString::fromLocal8Bit(pages));
        engine.load(pages.isEmpty() ? QUrl(QStringLiteral("qrc:/qt/qml/Menzhen/Kiosk/Main.qml"))
                                    : QUrl::fromLocalFile(QString::fromLocal8Bit(pages) +
                                                          "/Menzhen/Kiosk/Main.qml"));
        window = engine.rootObjects().isEmpty()
                     ? nullptr
                     : qobject_cast<QQuickWindow*>(engine.rootObjects().first());
        if (!window) qFatal("the pages do not load");
        QQmlComponent probe(&engine);
        probe.setData(
            "import QtQuick; import Menzhen.Ui; QtObject { property QtObject theme: Theme }", {});
        theme.reset(probe.create());
        kiosk.watch(QCoreApplication::instance());
        window->resize(1080, 1920);
        kiosk.refresh();
        window->show();
        settle();
    }

    ~Stage() { QCoreApplication::removeTranslator(&translator); }

    void speak(const QString& language) {
        QCoreApplication::removeTranslator(&translator);
        if (language == QLatin1String("zh") && translator.load(QStringLiteral(MENZHEN_KIOSK_QM)))
            QCoreApplication::installTranslator(&translator);
        engine.retranslate();
        kiosk.showLanguage(language);
    }

    /// Lets layouts settle and the page's first moment of deafness pass.
    void settle(int ms = 40) {
        QTest::qWait(ms);
        auto* deaf = window->findChild<QQuickItem*>(QStringLiteral("deaf"));
        (void)QTest::qWaitFor([deaf] { return !deaf->isVisible(); }, 2000);
    }

    /// The visible control with this object name, or this label.
    QQuickItem* control(const QString& name) const {
        for (QQuickItem* item : controls())
            if (item->objectName() == name ||
                item->property("label").toString().split(QStringLiteral(", ")).first() == name)
                return item;
        return nullptr;
    }

    /// Everything that can be tapped and is in sight.
    std::vector<QQuickItem*> controls() const {
        std::vector<QQuickItem*> found;
        collect(window->contentItem(), found);
        return found;
    }

    static void walk(QQuickItem* item, const std::function<void(QQuickItem*)>& see) {
        if (!item->isVisible()) return;
        see(item);
        for (QQuickItem* child : item->childItems())
            walk(child, see);
    }

    bool tap(const QString& name) {
        QQuickItem* item = control(name);
        if (!item) return false;
        ++touches;
        clock.passedMs += 2000; // one action in two seconds
        const QPointF at = item->mapToScene({item->width() / 2, item->height() / 2});
        QTest::mouseClick(window, Qt::LeftButton, {}, at.toPoint());
        settle();
        return true;
    }

    void show(const std::string& text) {
        if (desk.eye.onScan) desk.eye.onScan({text, "frames:"});
        settle();
    }

    QString page() const { return QVariant::fromValue(kiosk.page()).toString(); }

    FakeDesk desk;
    FakeClock clock;
    KioskModel kiosk{desk, clock};
    TicketModel ticket{desk, kiosk};
    ReportsModel reports{desk, kiosk};
    CheckInModel checkIn{desk, kiosk, ticket, reports};
    TakeNumberModel takeNumber{desk, kiosk, ticket};
    FakePayDesk payDesk;
    PayModel pay{payDesk, desk, kiosk, takeNumber};
    ServiceModel service{desk, kiosk, ticket};
    NextVisitModel nextVisit{desk, kiosk, ticket};
    QTranslator translator;
    QQmlApplicationEngine engine;
    QQuickWindow* window = nullptr;
    std::unique_ptr<QObject> theme; ///< its property "theme" is the kit's singleton
    int touches = 0;

private:
    static void collect(QQuickItem* item, std::vector<QQuickItem*>& found) {
        walk(item, [&found](QQuickItem* one) {
            if (one->property("label").isValid() &&
                one->metaObject()->indexOfSignal("tapped()") >= 0 && one->opacity() > 0)
                found.push_back(one);
        });
    }
};

} // namespace menzhen::kiosk::test
