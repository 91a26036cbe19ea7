// SPDX-License-Identifier: Apache-2.0
#include "app/sim/check.h"

#include "app/sim/checker.h"

namespace menzhen::sim {

std::vector<std::string> Checker::all() {
    liveness();
    if (!world_.registry().running()) return found_;
    const auto read = world_.registry().database().read([&]() -> core::Result<void> {
        readLog();
        revisions();
        ownOps();
        bookings();
        redemptions();
        slots();
        numbers();
        ownSeries();
        commands();
        alarms();
        return {};
    });
    if (!read) wrong("I8", "the registry's store cannot be read: " + read.error().code);
    papers();
    orders();
    speech();
    replicas();
    privacy();
    return found_;
}

bool Checker::isCopied(const std::string& machine) {
    const std::string device = machine.substr(machine.starts_with('X') ? 1 : 0);
    return mayBeGone(machine) || world_.witness().clonedDevices.contains(device);
}

std::vector<std::string> violationsOf(World& world) {
    return Checker(world).all();
}

} // namespace menzhen::sim
