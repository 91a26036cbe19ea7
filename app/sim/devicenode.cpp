// SPDX-License-Identifier: Apache-2.0
#include "app/sim/devicenode.h"

#include "app/sim/smallsite.h"
#include "db/store/outbox.h"

#include <nlohmann/json.hpp>

namespace menzhen::sim {

namespace {

constexpr int retryOpenMs = 5000;

const char* roleName(Role role) {
    return role == Role::Kiosk ? "kiosk" : role == Role::Counter ? "counter" : "display";
}

} // namespace

DeviceProgram::~DeviceProgram() {
    *life = false;
}

DeviceNode::DeviceNode(const Surroundings& world, std::string machine, std::string device,
                       Role role)
    : clock(world.timeline),
      printer(world.timeline,
              [this](const ports::PrintJob& job) {
                  world_.witness.papers.push_back({machine_, job.content.shortCode,
                                                   job.content.number, job.reprint,
                                                   world_.timeline.nowMs()});
                  say("paper: " + job.content.number + (job.reprint ? " REPRINT" : ""));
              }),
      world_(world), machine_(std::move(machine)), device_(std::move(device)), role_(role),
      chance_(world.seed, machine_) {
    std::string seed;
    for (const char c : device_)
        seed += c;
    key_ = std::move(*crypto_.loadPrivateKey(core::toHex(core::asBytes(seed))));
    printer.deaf = [this] { return died(); };
}

DeviceNode::~DeviceNode() {
    if (running()) stop(false);
}

void DeviceNode::say(const std::string& what) const {
    world_.log.line(world_.timeline.nowMs(), machine_, what);
}

void DeviceNode::later(int delayMs, std::function<void()> run) {
    world_.timeline.after(delayMs, program_->life, std::move(run));
}

void DeviceNode::start() {
    if (running()) return;
    world_.disk.restart(machine_);
    clock.restart();
    workPosted_ = false;
    timer_ = 0;
    announcing_.clear();
    ++starts_;
    program_ = std::make_unique<DeviceProgram>();
    if (const auto opened = open(); !opened) {
        say("does not start: " + opened.error().code);
        if (opened.error().code == "store-corrupt")
            world_.witness.violations.push_back("I1 the store of " + machine_ + " is damaged");
        stop(false);
        world_.timeline.after(retryOpenMs, nullptr, [this] { start(); });
        return;
    }
    DeviceProgram& p = *program_;
    p.journal->onCommit([this] { committed(); });
    p.link->follow(
        p.courier->livePath(),
        [this](const std::string& data) {
            program_->courier->woken(data);
            turn();
        },
        [this](ports::LinkState state) {
            if (state == ports::LinkState::Connected)
                program_->courier->liveOpened();
            else
                program_->courier->liveBroke();
            turn();
        });
    if (p.printing) p.printing->start();
    dataChanged();
    turn();
}

core::Result<void> DeviceNode::open() {
    DeviceProgram& p = *program_;
    auto opened = store::Database::open(storePath(), store::StoreKind::Device);
    if (!opened) return tl::unexpected(opened.error());
    p.database = std::move(*opened);
    p.journal =
        std::make_unique<sync::Journal>(*p.database, siteId, device_, crypto_, clock, chance_);
    if (role_ == Role::Display)
        p.boardReplica = std::make_unique<sync::BoardReplica>(*p.database, zoneId, clock);
    else
        p.replica = std::make_unique<sync::Replica>(*p.database, siteId, device_, clock, chance_);
    sync::Projection& projection =
        p.boardReplica ? static_cast<sync::Projection&>(*p.boardReplica) : *p.replica;
    p.courier = std::make_unique<sync::Courier>(sync::CourierSetup{
        siteId, device_, roleName(role_), crypto_.publicPem(key_->publicKey()), *p.database,
        projection, p.replica.get(), clock, chance_, &crypto_, nullptr});
    p.link = std::make_unique<twin::Link>(world_.timeline, world_.network, machine_, p.life,
                                          starts_ * 100 + chance_.next() % 100);
    printer.life = p.life;
    p.context = std::make_unique<flows::FlowContext>(flows::FlowContext{
        *p.journal, clock, chance_, crypto_, *key_, *p.link,
        role_ == Role::Kiosk ? &printer : nullptr, "https://mz.example",
        [this](int delayMs, std::function<void()> run) { later(delayMs, std::move(run)); },
        [this] { return program_->courier->state().lastContactMs; },
        [this] { return program_->courier->state().connected; }});
    if (role_ == Role::Kiosk) openKiosk();
    if (role_ == Role::Counter) {
        p.callNext = std::make_unique<flows::CallNext>(*p.context);
        p.zone = std::make_unique<ZoneWire>(world_.tellZone);
        p.zoneCalls =
            std::make_unique<flows::ZoneCalls>(*p.database, siteId, device_, clock, *p.zone);
    }
    if (role_ == Role::Display) {
        p.voice = std::make_unique<twin::Voice>(
            world_.timeline, p.life, [this](const ports::Announcer::Call& call) {
                world_.witness.heard.push_back(
                    {machine_, call.id, announcing_[call.id], world_.timeline.nowMs()});
                say("says call " + call.id);
            });
        p.board = std::make_unique<flows::Board>(*p.boardReplica, *p.voice, clock);
    }
    return {};
}

void DeviceNode::openKiosk() {
    DeviceProgram& p = *program_;
    p.printing = std::make_unique<flows::Printing>(*p.context);
    p.checkIn = std::make_unique<flows::CheckIn>(*p.context, *p.printing);
    p.takeNumber = std::make_unique<flows::TakeNumber>(*p.context, *p.printing);
}

void DeviceNode::stop(bool powerCut) {
    // What the parts still say while they end is not heard, and their stores leave no trace.
    world_.disk.stopAfter(machine_, 0);
    if (program_) *program_->life = false;
    if (program_) {
        DeviceProgram& p = *program_;
        p.board.reset();
        p.voice.reset();
        p.zoneCalls.reset();
        p.zone.reset();
        p.callNext.reset();
        p.takeNumber.reset();
        p.checkIn.reset();
        p.printing.reset();
        p.context.reset();
        p.link.reset();
        p.courier.reset();
        p.boardReplica.reset();
        p.replica.reset();
        p.journal.reset();
        p.database.reset();
    }
    program_.reset();
    if (powerCut) world_.disk.cutPower(machine_);
}

// As app/boot/device/devicesync.cpp does with a timer of Qt.
void DeviceNode::turn() {
    DeviceProgram& p = *program_;
    ++timer_;
    if (p.courier->hasWork() && !std::exchange(workPosted_, true))
        later(1, [this] {
            workPosted_ = false;
            const bool changed = program_->courier->work();
            if (changed) dataChanged();
            turn();
        });
    if (auto request = p.courier->next()) {
        p.link->request(std::move(*request),
                        [this](const core::Result<ports::LinkResponse>& answer) {
                            program_->courier->answered(answer);
                            turn();
                        });
    } else if (const auto at = p.courier->wakeAtMs()) {
        wakeAt(*at);
    }
    if (syncState().problem != problem_) {
        problem_ = syncState().problem;
        say(problem_.empty() ? "sync goes on" : "sync needs a person: " + problem_);
    }
}

void DeviceNode::wakeAt(std::int64_t monotonicMs) {
    const auto wait =
        static_cast<int>(std::max<std::int64_t>(1, monotonicMs - clock.monotonicMs()));
    later(wait, [this, timer = timer_] {
        if (timer == timer_) turn();
    });
}

void DeviceNode::committed() {
    watchOutbox();
    program_->courier->committed();
    later(0, [this] {
        dataChanged();
        turn();
    });
}

void DeviceNode::dataChanged() {
    if (program_->board) showBoard();
    if (program_->zoneCalls) (void)program_->zoneCalls->changed();
}

void DeviceNode::hearZone(const ports::ZoneRow& row) {
    const auto news = program_->board->hear(row);
    if (news && *news) showBoard();
}

void DeviceNode::watchOutbox() {
    (void)program_->database->read([&]() -> core::Result<void> {
        store::Query query(*program_->database,
                           "SELECT incarnation, seq, hash, type, op FROM outbox WHERE rev = 0 "
                           "ORDER BY incarnation DESC, seq DESC LIMIT 8");
        while (query.step()) {
            const OpKey key{device_, query.integer(0), query.integer(1)};
            const std::string said = saidBy(nlohmann::json::parse(query.text(4), nullptr, false));
            const auto [known, isNew] = world_.witness.ops.try_emplace(
                {key, machine_, said}, OwnOp{key, machine_, core::toHex(query.blob(2)),
                                             query.text(3), said, false, false});
            if (!isNew) break;
            say("commits " + query.text(3) + " " + textOf(key));
        }
        return {};
    });
}

void DeviceNode::showBoard() {
    DeviceProgram& p = *program_;
    const auto news = p.board->readOrProblem(syncState());
    for (const core::BoardRow& row : news.fresh) {
        const std::string key = row.id + "#" + std::to_string(row.calls);
        if (!announcing_.emplace(key, row.calledUtcMs).second) continue;
        p.board->announce(row, key, [this, key](const std::string&) { announcing_.erase(key); });
    }
}

std::string saidBy(const nlohmann::json& op) {
    if (!op.is_object()) return {};
    return op.value("device", "") + "|" + op.value("type", "") + "|" +
           std::to_string(op.value("occurred_at", std::int64_t{0})) + "|" +
           op.value("fields", nlohmann::json()).dump();
}

std::string textOf(const OpKey& key) {
    return key.device + "/" + std::to_string(key.incarnation) + "/" + std::to_string(key.seq);
}

} // namespace menzhen::sim
