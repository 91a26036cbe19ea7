// SPDX-License-Identifier: Apache-2.0
// What goes wrong.
#include "app/ops/op.h"
#include "app/sim/smallsite.h"
#include "app/sim/world.h"

#include <nlohmann/json.hpp>

namespace menzhen::sim {

namespace {

using nlohmann::json;

constexpr int restartMs = 4000; ///< a watchdog starts a program again

std::string hexOf(std::string_view text) {
    return core::toHex(core::asBytes(text));
}

/// A batch of one op with something wrong in it.
std::string poisonBody(int kind, std::int64_t nowMs) {
    json op{{"device", "Z9"},
            {"incarnation", 1},
            {"seq", 1},
            {"type", "help.requested"},
            {"version", 1},
            {"day", today},
            {"occurred_at", nowMs},
            {"actor", "Z9"},
            {"request", ""},
            {"fields", {{"help", "00112233445566aa"}, {"screen", "scan"}}}};
    if (kind == 0) return "{";
    if (kind == 1) return std::string(100'000, '[');
    if (kind == 2) op["seq"] = "one";
    if (kind == 3) op["seq"] = 1'000'000;
    if (kind == 4) op["incarnation"] = 77;
    if (kind == 5) op["device"] = "K1";
    if (kind == 6) op.erase("type");
    if (kind == 7) op["type"] = "entry.called"; // the registry's alone
    if (kind == 8) op.update({{"type", "future.thing"}, {"version", 9}});
    if (kind == 9) op["fields"] = {{"help", std::string(70'000, 'x')}};
    if (kind == 10) op["fields"] = json::array({1, 2});
    if (kind == 11) op.update({{"type", "ticket.issued"}, {"fields", {{"ticket", 7}}}});
    return json{{"device", "Z9"}, {"ops", {op}}}.dump();
}

} // namespace

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

// A rogue program with a trusted device's key sends what no device of ours would.
void World::poison(int kind) {
    if (!registry_.running()) return;
    const std::string base = std::string("/v1/sites/") + siteId;
    const std::string pem = registry_.crypto().publicPem(
        (*registry_.crypto().loadPrivateKey(hexOf("Z9")))->publicKey());
    const json card{{"id", "Z9"}, {"role", "kiosk"}, {"public_key", pem}};
    (void)serve("Z9", {"POST", base + "/devices", card.dump(), "z9", {}, 500});
    const auto answer =
        serve("Z9", {"POST", base + "/ops", poisonBody(kind, timeline_.nowMs()), "z9ops", {}, 500});
    say("Z9", "poison is answered " + std::to_string(answer ? answer->status : 0));
}

void World::poisonOwn(DeviceNode& at, int kind) {
    sync::DraftOp draft;
    draft.type = kind == 2 ? "help.requested" : "future.thing";
    draft.day = today;
    draft.fields = {{"help", "feed" + hexOf(at.machine().substr(0, 2)) + "00000001"},
                    {"screen", "scan"}};
    if (kind == 1) draft.fields["note"] = std::string(70'000, 'x');
    if (kind == 2) draft.fields["later"] = json::array({json{{"unknown", true}}});
    const auto done = at.program().journal->commit({draft});
    at.say(done ? "writes an odd op" : "odd op: " + done.error().code);
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

void World::watchAnswer(const std::string& machine, const ports::LinkRequest& request,
                        const ports::LinkResponse& response) {
    if (response.status >= 500 && response.status != 503) {
        say("REG", "answers " + std::to_string(response.status) + " to " + request.path + " " +
                       response.body.substr(0, 200));
        witness_.violations.push_back("I8 the registry answers " + std::to_string(response.status) +
                                      " to " + request.path);
    }
    if (response.status != 200) {
        if (request.method == "POST")
            say("REG", machine + " " + request.path.substr(14) +
                           " refused: " + json::parse(response.body).value("code", ""));
        return;
    }
    const bool ops = request.path.ends_with("/ops");
    const json sent = ops && request.method == "POST" ? json::parse(request.body) : json();
    if (sent.contains("ops")) { // and not what a restored registry gets back
        const json answer = json::parse(response.body);
        const json& list = sent["ops"];
        for (const json& verdict : answer["verdicts"])
            for (const json& op : list) {
                if (!op.is_object() || op.value("seq", std::int64_t{0}) != verdict["seq"]) continue;
                const OpKey key{op["device"], op["incarnation"], op["seq"]};
                const std::string said = saidBy(op);
                for (auto& [of, own] : witness_.ops)
                    if (own.key == key && own.said == said) own.taken = true;
                say("REG", "takes " + textOf(key) + " at " + verdict["revision"].dump() + " " +
                               verdict["verdict"].get<std::string>() + " " +
                               verdict["code"].get<std::string>());
            }
    }
    if (request.method == "GET" && request.path.find("/ops?scope=lobby") != std::string::npos) {
        const json answer = json::parse(response.body);
        auto& seen = witness_.seen[answer["epoch"].get<std::string>()];
        for (const json& logged : answer.at("ops")) {
            const json& op = logged.at("op");
            const OpKey key{op.at("device"), op.at("incarnation"), op.at("seq")};
            const auto [at, isNew] = seen.emplace(logged.at("revision").get<std::int64_t>(), key);
            if (!isNew && at->second != key)
                witness_.violations.push_back("I5 revision " + logged.at("revision").dump() +
                                              " was " + textOf(at->second) + " and is " +
                                              textOf(key));
        }
    }
}

} // namespace menzhen::sim
