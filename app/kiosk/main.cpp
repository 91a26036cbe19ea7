// SPDX-License-Identifier: Apache-2.0
// menzhen-kiosk: the patient's kiosk. A wiring diagram.
#include "app/boot/device/device.h"
#include "app/boot/device/enrolment.h"
#include "app/boot/device/journeys.h"
#include "app/boot/logging.h"
#include "app/flows/identityfind.h"
#include "app/flows/revocations.h"
#include "app/kiosk/checkinmodel.h"
#include "app/kiosk/flowdesk.h"
#include "app/kiosk/nextvisitmodel.h"
#include "app/kiosk/paymodel.h"
#include "app/kiosk/servicemodel.h"
#include "app/kiosk/takenumbermodel.h"
#include "drivers/printer/printerfactory.h"
#include "drivers/printer/qrsymbol.h"
#include "drivers/scanner/scannerfactory.h"

#include <QGuiApplication>
#include <QMetaEnum>
#include <QQmlApplicationEngine>
#include <QScreen>
#include <QTimer>
#include <QWindow>
#include <QtQml/qqmlextensionplugin.h>

Q_IMPORT_QML_PLUGIN(Menzhen_KioskModelsPlugin)

namespace {

using namespace menzhen;

constexpr int tickMs = 500;
constexpr int refreshMs = 5000;

/// What lives and dies on the flow thread.
struct Journeys {
    std::unique_ptr<ports::TicketPrinter> printer;
    std::vector<std::unique_ptr<ports::CodeScanner>> scanners;
    flows::FlowContext context;
    flows::Printing printing{context};
    flows::CheckIn checkIn{context, printing};
    flows::TakeNumber takeNumber{context, printing};
    flows::StoreWatch store{context};
    flows::Revocations revocations{context};
    flows::IdentityFind identityFind{context};
    flows::ServiceNumber serviceNumber{context, printing};
    flows::NextVisit nextVisit{context, printing};
    flows::Reports reports{context, printing};
    flows::Waits waits{context};
    flows::PayBill payBill{context};
};

core::Result<std::unique_ptr<Journeys>> makeJourneys(boot::Device& device) {
    const ports::Post post = [&device](std::function<void()> run) { device.post(std::move(run)); };
    std::unique_ptr<ports::TicketPrinter> printer;
    if (!device.site().printer.empty()) {
        auto made = printer::makePrinter(device.site().printer, post);
        if (!made) return tl::unexpected(made.error());
        printer = std::move(*made);
    }
    std::vector<std::unique_ptr<ports::CodeScanner>> scanners;
    for (const std::string& url : device.site().scanners) {
        auto made = scanner::makeScanner(url, post);
        if (!made) return tl::unexpected(made.error());
        scanners.push_back(std::move(*made));
    }
    flows::FlowContext context = boot::flowContext(device, printer.get());
    auto* made = new Journeys{std::move(printer), std::move(scanners), std::move(context)};
    made->context.callRange = [made](const std::string& half, const std::string& queue, int ahead) {
        return made->waits.rangeOf(half, queue, ahead);
    };
    made->printing.start();
    return std::unique_ptr<Journeys>(made);
}

std::string qrRows(const std::string& text) {
    const auto symbol = printer::makeQr(text);
    std::string rows;
    for (int y = 0; symbol && y < symbol->side; ++y, rows += '\n')
        for (int x = 0; x < symbol->side; ++x)
            rows += symbol->at(x, y) ? '1' : '0';
    return rows;
}

kiosk::FlowDeskParts deskParts(boot::Device& device, Journeys& own, QObject& application) {
    std::vector<ports::CodeScanner*> scanners;
    for (const auto& scanner : own.scanners)
        scanners.push_back(scanner.get());
    return {own.context,
            own.checkIn,
            own.takeNumber,
            own.printing,
            std::move(scanners),
            [&device](std::function<void()> run) { device.post(std::move(run)); },
            [&](std::function<void()> run) { device.toScreen(&application, std::move(run)); },
            qrRows,
            own.store,
            own.identityFind,
            own.serviceNumber,
            own.nextVisit,
            own.reports,
            own.waits,
            [&device, &own](kiosk::Surroundings& found) {
                own.revocations.turn(); // asked after every change of the connection
                own.identityFind.turn();
                // The sync may meet a full disk before any patient does.
                own.store.heard({core::ErrorKind::Device, device.syncState().problem, {}});
                found.storeWorks = own.store.works();
                found.connected = device.syncState().connected;
                found.problem = device.syncState().problem;
                found.neighbour = device.site().neighbour;
            }};
}

void connectDevice(boot::Device& device, kiosk::KioskModel& model, QQmlApplicationEngine& engine) {
    using Model = kiosk::KioskModel;
    boot::Language& language = device.language();
    QObject::connect(&model, &Model::languageAsked, &language, &boot::Language::use);
    QObject::connect(&language, &boot::Language::changed, &model, [&] {
        engine.retranslate();
        model.showLanguage(language.current());
    });
    QObject::connect(&model, &Model::occupiedChanged, &device, &boot::Device::setOccupied);
    QObject::connect(&device, &boot::Device::syncStateChanged, &model, [&] { model.refresh(); });
    QObject::connect(&device, &boot::Device::dataChanged, &model, &Model::refresh);
    // When a kiosk could be used again is asked after every repair, and by bench_kiosk_start.
    QObject::connect(&model, &Model::pageChanged, &model, [&model] {
        const char* name = QMetaEnum::fromType<Model::Page>().valueToKey(int(model.page()));
        boot::log(boot::LogLevel::Debug, "kiosk", std::string("page ") + (name ? name : "?"));
    });
}

/// Full on an upright screen, which is a kiosk's; a window on anybody's desk.
void showWindow(QWindow& window) {
    const QSize screen = window.screen()->size();
    if (screen.height() > screen.width())
        window.showFullScreen();
    else
        window.show();
}

} // namespace

int main(int argc, char** argv) {
    const boot::Usage usage{"menzhen-kiosk", "The patient's kiosk.", boot::deviceOptions()};
    const boot::Start start = boot::readArguments(usage, argc, argv);
    if (start.exit) return *start.exit;
    if (const auto done = boot::enrolmentAsked(start.arguments, boot::Role::Kiosk, argc, argv))
        return *done;
    QGuiApplication application(argc, argv);
    core::Result<std::unique_ptr<Journeys>> journeys; // dies on the flow thread, see onClose
    auto opened = boot::Device::open(start.arguments, boot::Role::Kiosk);
    if (!opened) return boot::cannotStart(usage.program, opened.error());
    boot::Device& device = **opened;

    device.flow().runAndWait([&] { journeys = makeJourneys(device); });
    if (!journeys) return boot::cannotStart(usage.program, journeys.error());
    device.onClose([&journeys] { journeys->reset(); });
    Journeys& own = **journeys;

    kiosk::FlowDesk desk(deskParts(device, own, application));
    kiosk::KioskModel model(desk, device.clock());
    kiosk::TicketModel ticket(desk, model);
    kiosk::ReportsModel reports(desk, model);
    kiosk::CheckInModel checkIn(desk, model, ticket, reports);
    kiosk::TakeNumberModel takeNumber(desk, model, ticket);
    kiosk::FlowPayDesk payDesk(
        own.payBill, [&device](std::function<void()> run) { device.post(std::move(run)); },
        [&](std::function<void()> run) { device.toScreen(&application, std::move(run)); });
    kiosk::PayModel pay(payDesk, desk, model, takeNumber);
    kiosk::ServiceModel service(desk, model, ticket);
    kiosk::NextVisitModel nextVisit(desk, model, ticket);
    QQmlApplicationEngine engine;

    connectDevice(device, model, engine);
    QTimer tick, refresh; // the printer has no other way to tell the screen
    QObject::connect(&tick, &QTimer::timeout, &model, &kiosk::KioskModel::tick);
    QObject::connect(&tick, &QTimer::timeout, &pay, &kiosk::PayModel::tick);
    QObject::connect(&refresh, &QTimer::timeout, &model, &kiosk::KioskModel::refresh);
    tick.start(tickMs);
    refresh.start(refreshMs);

    model.watch(&application);
    engine.addImportPath(QStringLiteral("qrc:/qt/qml"));
    const auto screen = device.site().screenMm;
    engine.setInitialProperties({{"kiosk", QVariant::fromValue(&model)},
                                 {"checkIn", QVariant::fromValue(&checkIn)},
                                 {"takeNumber", QVariant::fromValue(&takeNumber)},
                                 {"service", QVariant::fromValue(&service)},
                                 {"nextVisit", QVariant::fromValue(&nextVisit)},
                                 {"reports", QVariant::fromValue(&reports)},
                                 {"ticket", QVariant::fromValue(&ticket)},
                                 {"pay", QVariant::fromValue(&pay)},
                                 {"screenWidthMm", screen ? screen->widthMm : 0.0}});
    // The store's word first: else "out of service" is built and shown before the first real page.
    model.refresh();
    device.flow().runAndWait([] {});
    QCoreApplication::sendPostedEvents(&application, QEvent::MetaCall);
    engine.load(QUrl(QStringLiteral("qrc:/qt/qml/Menzhen/Kiosk/Main.qml")));
    if (engine.rootObjects().isEmpty()) return boot::exitFailed;
    showWindow(*qobject_cast<QWindow*>(engine.rootObjects().first()));
    return device.run();
}
