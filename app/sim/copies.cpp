// SPDX-License-Identifier: Apache-2.0
// Disks that come back from a copy, and disks of which there are two.
#include "app/sim/world.h"

namespace menzhen::sim {

void World::restore(const std::string& machine) {
    DeviceNode* at = device(machine);
    if (at != nullptr && at->running()) at->stop(false);
    if (at == nullptr && registry_.running()) {
        registry_.stop(false);
        network_.serverDied();
    }
    disk_.wipe(machine);
    const auto found = copies_.find(machine);
    const auto& files = found == copies_.end() ? preparedImage().files : found->second;
    for (const auto& [path, bytes] : files)
        if (twin::machineOf(path) == machine) disk_.place(path, bytes);
    if (at == nullptr) {
        forgetWithRegistry();
    } else {
        witness_.restoredMachines.insert(machine);
        for (auto& [key, op] : witness_.ops)
            if (op.machine == machine && !op.taken) op.gone = true;
    }
    startAgain(machine, restartMs);
}

/// The registry's disk is of before: what nobody else holds is lost with it, and no more than that.
void World::forgetWithRegistry() {
    witness_.registryRestored = true;
    witness_.seen.clear(); // it may go on under the same epoch until a device knows better
    for (auto& [key, op] : witness_.ops)
        op.taken = false;
    const auto isHeld = [&](const BookedAt& at) {
        for (const auto& entry : devices_) {
            DeviceNode& device = *entry.second;
            if (!device.running() || device.role() == Role::Display) continue;
            bool held = false;
            store::Database& database = *device.program().database;
            (void)database.read([&]() -> core::Result<void> {
                store::Query page(database,
                                  "SELECT 1 FROM pulled WHERE epoch = ? AND after < ? AND through "
                                  ">= ?");
                held = page.bind(at.epoch).bind(at.revision).bind(at.revision).step();
                return {};
            });
            if (held) return true;
        }
        return false;
    };
    std::erase_if(witness_.booked, [&](const auto& booked) { return !isHeld(booked.second); });
    std::erase_if(witness_.cancelled, [&](const auto& gone) { return !isHeld(gone.second); });
}

void World::clone(const std::string& machine) {
    const std::string twinName = "X" + machine;
    if (devices_.contains(twinName)) return;
    DeviceNode* at = device(machine);
    const auto found = copies_.find(machine);
    if (at == nullptr || found == copies_.end()) return;
    for (const auto& [path, bytes] : found->second)
        disk_.place("X" + path, bytes);
    witness_.clonedDevices.insert(at->device());
    addDevice(twinName, at->device(), at->role());
    devices_[twinName]->start();
}

} // namespace menzhen::sim
