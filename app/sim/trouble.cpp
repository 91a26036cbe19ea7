// SPDX-License-Identifier: Apache-2.0
// What goes wrong.
#include "app/sim/world.h"

namespace menzhen::sim {

void World::trouble(const Step& step) {
    if (step.what <= Do::Slow) return troubleNetwork(step);
    if (step.what >= Do::PaperOut && step.what <= Do::PrinterFine) return troublePrinter(step);
    troubleMachine(step);
}

void World::troubleNetwork(const Step& step) {
    twin::Weather& weather = network_.of(step.who);
    switch (step.what) {
    case Do::CutBoth:
        weather.requests = weather.answers = false;
        break;
    case Do::CutRequests:
        weather.requests = false;
        break;
    case Do::CutAnswers:
        weather.answers = false;
        break;
    case Do::Lossy:
        weather.losePercent = step.amount;
        break;
    case Do::Doubling:
        weather.repeatPercent = step.amount;
        break;
    case Do::Slow:
        weather.slowestMs = step.amount;
        break;
    default:
        weather = {};
        break;
    }
}

void World::troublePrinter(const Step& step) {
    DeviceNode* kiosk = device(step.who);
    if (kiosk == nullptr) return;
    using twin::PrinterTrouble;
    kiosk->printer.trouble = step.what == Do::PaperOut          ? PrinterTrouble::PaperOut
                             : step.what == Do::PrinterPullsOut ? PrinterTrouble::PullsOut
                             : step.what == Do::PrinterSilent   ? PrinterTrouble::Silent
                                                                : PrinterTrouble::None;
}

void World::troubleMachine(const Step& step) {
    DeviceNode* at = device(step.who);
    if (at == nullptr && step.who != registryMachine) return;
    switch (step.what) {
    case Do::Kill:
    case Do::PowerCut:
        return end(step.who, step.what == Do::PowerCut, step.amount);
    case Do::Copy:
        for (const std::string& path : disk_.paths())
            if (twin::machineOf(path) == step.who) copies_[step.who][path] = disk_.copy(path);
        return;
    case Do::Restore:
        return restore(step.who);
    case Do::Clone:
        return clone(step.who);
    case Do::ClockJump:
        at->clock.wrongByMs = step.amount * std::int64_t{1000}; // never before 1970
        return;
    case Do::DiskFull:
    case Do::DiskFree:
        return disk_.setFull(step.who, step.what == Do::DiskFull);
    case Do::DiskFails:
        return disk_.failAfter(step.who, 1 + step.amount % 7, step.amount);
    case Do::ZoneCut:
        zoneCut_.insert(step.who);
        return;
    case Do::ZoneMend:
        zoneCut_.erase(step.who);
        return;
    case Do::Poison:
        return poison(step.amount);
    case Do::PoisonOwn:
        if (at->running()) poisonOwn(*at, step.amount);
        return;
    case Do::OldSnapshot:
        giveOldSnapshot_.insert(step.who);
        return;
    case Do::Checkpoint:
        return checkpoint(step.who);
    default:
        return;
    }
}

void World::end(const std::string& machine, bool powerCut, int operations) {
    DeviceNode* at = device(machine);
    const bool running = at != nullptr ? at->running() : registry_.running();
    if (!running) return;
    if (operations > 0) { // in the middle of something, later
        disk_.stopAfter(machine, operations);
        powerCutWaits_[machine] = powerCut;
        return;
    }
    say(machine, powerCut ? "!! the power goes" : "!! the program dies");
    if (at != nullptr) {
        at->stop(powerCut);
    } else {
        registry_.stop(powerCut);
        network_.serverDied();
    }
    startAgain(machine, restartMs);
}

void World::startAgain(const std::string& machine, int delayMs) {
    timeline_.after(delayMs, nullptr, [this, machine] {
        if (machine != registryMachine) return device(machine)->start();
        if (registry_.running()) return;
        if (const auto started = registry_.start(); !started) {
            say(machine, "does not start: " + started.error().code);
            if (started.error().code == "store-corrupt")
                witness_.violations.emplace_back("I1 the registry's store is damaged");
            registry_.stop(false);
            return startAgain(machine, restartMs);
        }
        say(machine, "starts at revision " + std::to_string(registry_.rev()));
    });
}

void World::checkpoint(const std::string& machine) {
    DeviceNode* at = device(machine);
    store::Database* database = nullptr;
    if (at != nullptr && at->running()) database = at->program().database.get();
    if (at == nullptr && registry_.running()) database = &registry_.database();
    if (database == nullptr) return;
    try {
        store::Query(*database, "PRAGMA wal_checkpoint(TRUNCATE)").run();
    } catch (const std::exception&) {
        say(machine, "no checkpoint now");
    }
}

/// A wire of the building's, apart from the way to the registry.
void World::tellZone(const std::string& station, const ports::ZoneRow& row) {
    if (zoneCut_.contains(station)) return;
    timeline_.after(network_.drawMs(1, 40), nullptr, [this, row] {
        for (auto& [machine, device] : devices_)
            if (device->running() && device->role() == Role::Display) device->hearZone(row);
    });
}

} // namespace menzhen::sim
