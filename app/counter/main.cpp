// SPDX-License-Identifier: Apache-2.0
// menzhen-counter: the staff station. Wiring only.
#include "app/boot/device/device.h"
#include "app/boot/device/enrolment.h"
#include "app/boot/device/journeys.h"
#include "app/counter/callkeydesk.h"
#include "app/counter/flowstation.h"
#include "app/counter/stationmodel.h"
#include "app/counter/stationwindows.h"
#include "app/counter/style.h"
#include "app/flows/zonecalls.h"
#include "drivers/callkeys/callpad.h"
#include "drivers/callkeys/hotkeys.h"

#include <QApplication>
#include <QFileInfo>
#include <memory>

namespace {

using namespace menzhen;

const boot::Usage usage{"menzhen-counter", "The staff station: signs in, calls the next patient.",
                        boot::deviceOptions()};

counter::Connection connectionOf(const sync::SyncState& state) {
    return {state.connected,     state.waitingForTrust, state.hasData,
            state.lastContactMs, state.pendingOps,      state.problem};
}

/// Every change of a called patient goes straight to the zone's boards.
std::unique_ptr<flows::ZoneCalls> tellZone(boot::Device& device) {
    ports::ZoneLink* const boards = device.zoneLink();
    if (boards == nullptr) return nullptr;
    auto calls = std::make_unique<flows::ZoneCalls>(device.database(), device.site().site,
                                                    device.site().id, device.clock(), *boards);
    const auto tell = [&device, its = calls.get()] {
        device.post([its] { (void)its->changed(); });
    };
    QObject::connect(&device, &boot::Device::dataChanged, &device, tell);
    tell();
    return calls;
}

/// Keys that call while another program is in front.
core::Result<void> takeKeys(boot::Device& device, QObject& screen, counter::CallKeyDesk& desk) {
    const boot::SiteFile& site = device.site();
    const auto post = [&device, &screen](auto task) { device.toScreen(&screen, std::move(task)); };
    if (!site.callpad.empty()) {
        auto pad = callkeys::makeCallPad(site.callpad, site.callpadKeys, post);
        if (!pad) return tl::unexpected(pad.error());
        desk.addPad(std::move(*pad), site.callpadKeys);
    }
    if (!site.hotKeys.empty())
        desk.addKeyboard(std::make_unique<callkeys::HotKeys>(site.hotKeys, post), site.hotKeys);
    return {};
}

} // namespace

int main(int argc, char** argv) {
    const boot::Start start = boot::readArguments(usage, argc, argv);
    if (start.exit) return *start.exit;
    if (const auto done = boot::enrolmentAsked(start.arguments, boot::Role::Counter, argc, argv))
        return *done;
    QApplication application(argc, argv);
    auto opened = boot::Device::open(start.arguments, boot::Role::Counter);
    if (!opened) return boot::cannotStart(usage.program, opened.error());
    boot::Device& device = **opened;
    application.setStyleSheet(counter::style::sheet());

    counter::FlowStation station(
        {[&device](auto task) { device.post(std::move(task)); },
         [&device](QObject* receiver, auto task) { device.toScreen(receiver, std::move(task)); }},
        [&device] { return boot::flowContext(device); });
    device.onClose([&station] { station.end(); });
    counter::StationModel model(station, device.clock());
    model.setLanguage(device.language().current());
    const QFileInfo store(QString::fromStdString(device.site().store.location));
    counter::StationWindows windows(model, store.path() + "/" + store.completeBaseName() + ".ini");

    QObject::connect(&device, &boot::Device::dataChanged, &model, &counter::StationModel::refresh);
    QObject::connect(&device, &boot::Device::syncStateChanged, &model, [&model](const auto& state) {
        model.setConnection(connectionOf(state));
        model.refresh(); // what the desk says of the line changes with it
    });
    QObject::connect(&model, &counter::StationModel::languageWanted, &device.language(),
                     &boot::Language::use);
    QObject::connect(&device.language(), &boot::Language::changed, &model,
                     [&] { model.setLanguage(device.language().current()); });
    const auto zoneCalls = tellZone(device);
    counter::CallKeyDesk keys(model, windows);
    if (const auto taken = takeKeys(device, windows, keys); !taken)
        return boot::cannotStart(usage.program, taken.error());
    windows.show();
    const int status = device.run();
    device.close();
    return status;
}
