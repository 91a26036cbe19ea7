// SPDX-License-Identifier: Apache-2.0
// A machine of the lobby: a disk that outlives its program, and the program, made of the production
// parts that menzhen-kiosk, menzhen-counter and menzhen-display are made of, without Qt and
// screens. Thread: one.
#pragma once

#include "app/flows/board.h"
#include "app/flows/callnext.h"
#include "app/flows/checkin.h"
#include "app/flows/takenumber.h"
#include "app/flows/zonecalls.h"
#include "app/sim/log.h"
#include "app/sim/witness.h"
#include "db/sync/boardreplica.h"
#include "db/sync/courier.h"
#include "db/sync/journal.h"
#include "drivers/sim/clock.h"
#include "drivers/sim/crypto.h"
#include "drivers/sim/disk.h"
#include "drivers/sim/link.h"
#include "drivers/sim/printer.h"
#include "drivers/sim/scanner.h"
#include "drivers/sim/voice.h"

#include <memory>
#include <set>
#include <string>

namespace menzhen::sim {

enum class Role { Kiosk, Counter, Display };

/// What all machines of a run share.
struct Surroundings {
    twin::Timeline& timeline;
    twin::Network& network;
    twin::Disk& disk;
    Log& log;
    Witness& witness;
    std::uint64_t seed;
    std::function<void(const ports::ZoneRow&)> tellZone; ///< what a station tells its boards
};

/// A station's end of the zone link.
class ZoneWire final : public ports::ZoneLink {
public:
    explicit ZoneWire(std::function<void(const ports::ZoneRow&)> tell) : tell_(std::move(tell)) {}

    void tell(const ports::ZoneRow& row) override { tell_(row); }

private:
    std::function<void(const ports::ZoneRow&)> tell_;
};

/// Everything that dies with the program.
struct DeviceProgram {
    twin::Life life = twin::newLife();
    std::unique_ptr<store::Database> database;
    std::unique_ptr<sync::Journal> journal;
    std::unique_ptr<sync::Replica> replica;
    std::unique_ptr<sync::BoardReplica> boardReplica;
    std::unique_ptr<sync::Courier> courier;
    std::unique_ptr<twin::Link> link;
    std::unique_ptr<flows::FlowContext> context;
    std::unique_ptr<flows::Printing> printing;
    std::unique_ptr<flows::CheckIn> checkIn;
    std::unique_ptr<flows::TakeNumber> takeNumber;
    std::unique_ptr<flows::CallNext> callNext;
    std::unique_ptr<ZoneWire> zone;
    std::unique_ptr<flows::ZoneCalls> zoneCalls;
    std::unique_ptr<twin::Voice> voice;
    std::unique_ptr<flows::Board> board;

    ~DeviceProgram();
};

class DeviceNode {
public:
    /// `machine` "K1"; `device`: its id, another machine's when it is a clone.
    DeviceNode(const Surroundings& world, std::string machine, std::string device, Role role);
    ~DeviceNode();

    void start();
    void stop(bool powerCut);

    bool running() const { return program_ != nullptr; }

    /// The machine stopped in the middle of something; stop() has to follow.
    bool died() const { return running() && world_.disk.stopped(machine_); }

    DeviceProgram& program() { return *program_; }

    const std::string& machine() const { return machine_; }

    const std::string& device() const { return device_; }

    Role role() const { return role_; }

    std::string storePath() const { return machine_ + "/store.db"; }

    const sync::SyncState& syncState() const { return program_->courier->state(); }

    void say(const std::string& what) const;
    void later(int delayMs, std::function<void()> run);
    /// A board's: a station of its zone says something.
    void hearZone(const ports::ZoneRow& row);

    twin::Clock clock;
    twin::Printer printer;

private:
    core::Result<void> open();
    void openKiosk();
    void turn();
    void wakeAt(std::int64_t monotonicMs);
    void committed();
    void watchOutbox();
    void showBoard();
    void dataChanged();

    Surroundings world_;
    std::string machine_;
    std::string device_;
    Role role_;
    twin::Chance chance_;
    twin::Crypto crypto_;
    std::unique_ptr<ports::PrivateKey> key_;
    std::unique_ptr<DeviceProgram> program_;
    bool workPosted_ = false;
    std::int64_t timer_ = 0; ///< number of the timer that counts
    std::uint64_t starts_ = 0;
    std::map<std::string, std::int64_t> announcing_; ///< by call: when the station pressed
    std::string problem_;
};

/// What an op says and when, whatever key it has.
std::string saidBy(const nlohmann::json& op);

} // namespace menzhen::sim
