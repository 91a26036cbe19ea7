// SPDX-License-Identifier: Apache-2.0
// menzhen-lobbybot: kiosk, station or board of a fault run, as its site file says. Wiring only.
#include "tests/faults/bot.h"

#include "app/boot/device/enrolment.h"

#include <QGuiApplication>

using namespace menzhen;

int main(int argc, char** argv) {
    boot::Usage usage{"menzhen-lobbybot", "A lobby device of a fault run.", boot::deviceOptions()};
    usage.options.push_back({"--role", "ROLE", "kiosk, counter or display"});
    const boot::Start start = boot::readArguments(usage, argc, argv);
    if (start.exit) return *start.exit;
    const auto given = start.arguments.options.find("--role");
    const auto role =
        given == start.arguments.options.end() ? std::nullopt : boot::roleNamed(given->second);
    if (!role) return boot::exitUsage;
    if (const auto done = boot::enrolmentAsked(start.arguments, *role, argc, argv)) return *done;
    QGuiApplication application(argc, argv);
    auto opened = boot::Device::open(start.arguments, *role);
    if (!opened) return boot::cannotStart(usage.program, opened.error());
    boot::Device& device = **opened;
    const faults::Orders orders = faults::readOrders();
    std::unique_ptr<faults::Bot> bot;
    device.flow().runAndWait([&] {
        bot = *role == boot::Role::Kiosk     ? faults::makeKioskBot(device, orders)
              : *role == boot::Role::Counter ? faults::makeCounterBot(device, orders)
                                             : faults::makeDisplayBot(device, orders);
        bot->start();
    });
    if (*role == boot::Role::Display)
        device.hearZone([&bot](const ports::ZoneRow& row) {
            if (bot) bot->hear(row);
        });
    device.onClose([&bot] { bot.reset(); });
    return device.run();
}
