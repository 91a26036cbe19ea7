// SPDX-License-Identifier: Apache-2.0
// menzhen-display: one waiting room's board.
#include "app/boot/device/device.h"
#include "app/boot/device/enrolment.h"
#include "app/boot/logging.h"
#include "app/boot/resources.h"
#include "app/display/boardmodel.h"
#include "app/display/boardsetting.h"
#include "app/flows/board.h"
#include "drivers/voice/voicefactory.h"

#include <QGuiApplication>
#include <QQmlApplicationEngine>
#include <QQuickWindow>
#include <QtQml/qqmlextensionplugin.h>

Q_IMPORT_QML_PLUGIN(Menzhen_DisplayModelsPlugin)

using namespace menzhen;

namespace {

core::Result<std::unique_ptr<ports::Announcer>> makeVoice(boot::Device& device,
                                                          const std::string& folder) {
    const auto post = [&device](std::function<void()> task) { device.post(std::move(task)); };
    const std::string& url = device.site().voice;
    auto announcer = voice::makeAnnouncer(url.empty() ? "play:" : url, folder, post);
    if (announcer || announcer.error().kind != core::ErrorKind::Device) return announcer;
    // A board without a loudspeaker still shows every call.
    boot::logError("voice", announcer.error().code + ": " + announcer.error().detail);
    return voice::makeAnnouncer("none:", folder, post);
}

} // namespace

int main(int argc, char** argv) {
    const boot::Usage usage{"menzhen-display", "A waiting room's board: shows and says the calls.",
                            boot::deviceOptions()};
    const boot::Start start = boot::readArguments(usage, argc, argv);
    if (start.exit) return *start.exit;
    if (const auto done = boot::enrolmentAsked(start.arguments, boot::Role::Display, argc, argv))
        return *done;
    QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
    QGuiApplication application(argc, argv);

    auto opened = boot::Device::open(start.arguments, boot::Role::Display);
    if (!opened) return boot::cannotStart(usage.program, opened.error());
    boot::Device& device = **opened;
    const boot::SiteFile& site = device.site();

    const std::string voiceFolder = boot::resourceFolder() + "/voice";
    const auto words = display::readSpokenWords(voiceFolder);
    if (!words) return boot::cannotStart(usage.program, words.error());
    const auto layout = site.screenMm ? display::boardLayout(site.screenMm->widthMm,
                                                             site.screenMm->heightMm, site.seatM)
                                      : display::layoutOfScreen(site.seatM);
    if (!layout) return boot::cannotStart(usage.program, layout.error());

    auto announcer = makeVoice(device, voiceFolder);
    if (!announcer) return boot::cannotStart(usage.program, announcer.error());
    flows::Board board(device.board(), **announcer, device.clock());
    device.onClose([&] { board.stop(); });

    display::BoardModel* screen = nullptr;
    const auto say = [&](const core::BoardRow& row, const std::string& key) {
        device.post([&, row, key] {
            board.announce(row, key, [&, key](const std::string& problem) {
                if (!problem.empty()) boot::logWarning("voice", problem);
                device.toScreen(screen, [screen, key] { screen->speechEnded(key); });
            });
        });
    };
    display::BoardModel model(device.clock(), *words, {site.zone, *layout, device.fingerprint()},
                              say);
    screen = &model;
    const auto refresh = [&] {
        device.post([&] {
            const flows::BoardNews news = board.readOrProblem(device.syncState());
            device.toScreen(&model, [&model, news] { model.show(news); });
        });
    };
    device.hearZone([&](const ports::ZoneRow& row) {
        const auto taken = board.hear(row);
        if (taken && *taken) refresh();
    });
    QObject::connect(&device, &boot::Device::dataChanged, &model, refresh);
    QObject::connect(&device, &boot::Device::syncStateChanged, &model, refresh);

    QQmlApplicationEngine engine;
    engine.addImportPath("qrc:/qt/qml");
    engine.setInitialProperties({{"board", QVariant::fromValue(&model)}});
    engine.load(QUrl("qrc:/qt/qml/Menzhen/Display/Main.qml"));
    if (engine.rootObjects().isEmpty()) return boot::exitFailed;
    return device.run();
}
