// SPDX-License-Identifier: Apache-2.0
#include "app/sim/world.h"

#include "app/core/check.h"
#include "app/sim/smallsite.h"
#include "db/store/oplog.h"

#include <nlohmann/json.hpp>

namespace menzhen::sim {

namespace {

using nlohmann::json;

constexpr int sweepEveryMs =
    60'000; // menzhen-registry: each second; here it would be half the work

std::int64_t startOfDay() {
    // 20261123 08:00 at UTC+8.
    const twin::Timeline none(0);
    return twin::Clock(none).utcMsOf(today, startMinute);
}

Plan planOfImage() {
    Plan plan;
    plan.kiosks = 3;
    plan.stations = 2;
    return plan;
}

Image makeImage() {
    Log log(false);
    World world(planOfImage(), nullptr, log);
    world.startAll(true);
    for (int seconds = 0; !world.quiet(); ++seconds) {
        MENZHEN_CHECK(seconds < 300, "the prepared image never comes to rest");
        world.timeline().runUntil(world.timeline().nowMs() + 1000);
    }
    Image image;
    // Everything in the stores themselves: their logs would be read again at every start.
    const auto settle = [](store::Database& database) {
        store::Query(database, "PRAGMA wal_checkpoint(TRUNCATE)").run();
    };
    settle(world.registry().database());
    for (const auto& [machine, device] : world.devices())
        settle(*device->program().database);
    for (const std::string& path : world.disk().paths())
        image.files[path] = world.disk().copy(path);
    return image;
}

} // namespace

const Image& preparedImage() {
    static const Image image = makeImage();
    return image;
}

World::World(const Plan& plan, const Image* image, Log& log)
    : plan_(plan), log_(log), timeline_(startOfDay() - (image == nullptr ? 3'600'000 : 0)),
      disk_(plan.seed), network_(timeline_, plan.seed), registry_(timeline_, disk_, plan.seed) {
    if (image != nullptr)
        for (const auto& [path, bytes] : image->files)
            disk_.place(path, bytes);
    network_.serveWith([this](const std::string& machine, const ports::LinkRequest& request) {
        return serve(machine, request);
    });
    timeline_.onEach([this] { afterEach(); });
    for (int k = 1; k <= plan.kiosks; ++k)
        addDevice("K" + std::to_string(k), "K" + std::to_string(k), Role::Kiosk);
    for (int s = 1; s <= plan.stations; ++s)
        addDevice("S" + std::to_string(s), "S" + std::to_string(s), Role::Counter);
    if (plan.board) addDevice("D1", "D1", Role::Display);
}

World::~World() {
    for (auto& [machine, device] : devices_)
        if (device->running()) device->stop(false);
    if (registry_.running()) registry_.stop(false);
}

void World::say(const std::string& who, const std::string& what) {
    log_.line(timeline_.nowMs(), who, what);
}

void World::addDevice(const std::string& machine, const std::string& id, Role role) {
    devices_[machine] = std::make_unique<DeviceNode>(
        Surroundings{timeline_, network_, disk_, log_, witness_, plan_.seed,
                     [this, machine](const ports::ZoneRow& row) { tellZone(machine, row); }},
        machine, id, role);
}

DeviceNode* World::device(const std::string& machine) {
    const auto found = devices_.find(machine);
    return found == devices_.end() ? nullptr : found->second.get();
}

void World::startAll(bool furnishIt) {
    const auto started = registry_.start(furnishIt);
    MENZHEN_CHECK(started.has_value(), started ? "" : started.error().detail.c_str());
    for (auto& [machine, device] : devices_)
        device->start();
    for (int i = 1; i * sweepEveryMs < 3'600'000; ++i)
        timeline_.after(i * std::int64_t{sweepEveryMs}, nullptr, [this] {
            if (registry_.running()) registry_.sweep();
        });
}

std::optional<ports::LinkResponse> World::serve(const std::string& machine,
                                                const ports::LinkRequest& request) {
    // Its cursor lies below what the registry still tells by pages: a snapshot, then.
    if (giveOldSnapshot_.contains(machine) && registry_.running() &&
        request.path.find("/ops?scope=lobby") != std::string::npos)
        return ports::LinkResponse{409, R"({"code":"snapshot-needed"})", {}};
    const DeviceNode* asking = device(machine);
    auto response = registry_.serve(asking == nullptr ? machine : asking->device(), request,
                                    clerk::Face::Devices);
    if (!response || request.path.empty()) return response;
    watchAnswer(machine, request, *response);
    if (request.path.find("/snapshot?scope=lobby") != std::string::npos &&
        response->status == 200) {
        if (giveOldSnapshot_.erase(machine) > 0 && oldSnapshots_.contains(machine)) {
            say("REG", machine + " gets a snapshot that was under way for long");
            return ports::LinkResponse{200, oldSnapshots_[machine], {}};
        }
        oldSnapshots_.try_emplace(machine, response->body);
    }
    return response;
}

void World::afterEach() {
    for (auto& [machine, device] : devices_) {
        if (!device->died()) continue;
        end(machine, powerCutWaits_[machine], 0);
    }
    if (registry_.running() && disk_.stopped(registryMachine))
        end(registryMachine, powerCutWaits_[registryMachine], 0);
    watchRegistry();
}

void World::watchRegistry() {
    if (!registry_.running()) return;
    if (registry_.rev() == toldRev_ && registry_.epoch() == toldEpoch_) return;
    toldRev_ = registry_.rev();
    toldEpoch_ = registry_.epoch();
    network_.wake(json{{"through", toldRev_}, {"epoch", toldEpoch_}}.dump());
}

void World::run() {
    startAll(false);
    const std::int64_t start = timeline_.nowMs();
    for (const Step& step : plan_.steps)
        timeline_.after(step.atMs, nullptr, [this, &step] { carryOut(step); });
    timeline_.runUntil(start + plan_.endMs);
    heal();
    settle();
}

void World::carryOut(const Step& step) {
    if (isFault(step.what)) {
        say(step.who, std::string("** ") + textOf(step));
        trouble(step);
    } else {
        act(step);
    }
}

void World::heal() {
    say("", "** everything heals");
    healed_ = true;
    network_.clear();
    for (auto& [machine, device] : devices_) {
        disk_.setFull(machine, false);
        device->printer.trouble = twin::PrinterTrouble::None;
        // Whoever is down comes back within seconds: startAgain() has seen to it. Nobody dies anew.
        if (device->running()) disk_.restart(machine);
    }
    disk_.setFull(registryMachine, false);
    if (registry_.running()) disk_.restart(registryMachine);
}

bool World::quiet() {
    if (!registry_.running()) return false;
    for (const auto& [machine, device] : devices_) {
        if (!device->running() || !device->syncState().upToDate) return false;
        if (device->syncState().cursor != registry_.rev()) return false;
    }
    return true;
}

void World::settle() {
    const std::int64_t until = timeline_.nowMs() + settleMs;
    while (timeline_.nowMs() < until) {
        timeline_.runUntil(timeline_.nowMs() + 1000);
        // A little longer: what was printed in doubt, what was asked again.
        if (quiet() && timeline_.nowMs() > until - settleMs + 6'000) return;
    }
}

} // namespace menzhen::sim
