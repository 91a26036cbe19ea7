// SPDX-License-Identifier: Apache-2.0
// One morning: machines, network, patients and staff in virtual time, and the steps of a plan
// carried out in it. A run is a function of its plan. Thread: one; one World at a time.
#pragma once

#include "app/sim/devicenode.h"
#include "app/sim/plan.h"
#include "app/sim/registrynode.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace menzhen::sim {

/// After heal, until everything has to be equal: a snapshot that was asked for into a cut line is
/// given up after 60 s (sync::snapshotTimeoutMs), then comes a back-off of at most 30 s.
inline constexpr std::int64_t settleMs = 100'000;

inline constexpr int restartMs = 4000; ///< a watchdog starts a program again

/// The disks of the evening before: every machine knows its registry.
struct Image {
    std::map<std::string, std::string> files; ///< by path
};

/// Made once a program: starts every machine on an empty disk and waits until all is quiet.
const Image& preparedImage();

struct Patient {
    std::string booking; ///< id, once booked
    std::string code;    ///< the QR
    std::string hold;
    std::string ticket;     ///< id, once issued
    std::string ticketCode; ///< the short code on the paper
    std::string number;
    bool cancelled = false;
};

class World {
public:
    World(const Plan& plan, const Image* image, Log& log);
    ~World();

    /// All steps, then heal and settle.
    void run();

    RegistryNode& registry() { return registry_; }

    const std::map<std::string, std::unique_ptr<DeviceNode>>& devices() const { return devices_; }

    Witness& witness() { return witness_; }

    twin::Disk& disk() { return disk_; }

    twin::Timeline& timeline() { return timeline_; }

    const std::map<int, Patient>& patients() const { return patients_; }

    const Plan& plan() const { return plan_; }

    /// Everybody has everything.
    bool quiet();
    void startAll(bool furnishIt);
    void say(const std::string& who, const std::string& what);

private:
    DeviceNode* device(const std::string& machine);
    void addDevice(const std::string& machine, const std::string& id, Role role);
    void carryOut(const Step& step);
    void afterEach();
    void watchRegistry();
    void heal();
    void settle();

    // people.cpp
    void act(const Step& step);
    void book(Patient& patient, int choice);
    void present(DeviceNode& kiosk, Patient& patient);
    void walkIn(DeviceNode& kiosk, Patient& patient, int number, int choice);
    void showTicket(DeviceNode& kiosk, Patient& patient);
    void reprint(DeviceNode& kiosk, const Patient& patient);
    void noTicket(DeviceNode& kiosk, const core::Error& error);
    void watchNumber(DeviceNode& kiosk, const flows::Place& place);
    void keepTicket(DeviceNode& kiosk, Patient& patient, const flows::IssuedTicket& ticket);
    void openRoom(DeviceNode& station);
    void staffAct(DeviceNode& station, const Step& step);
    void callChosen(DeviceNode& station, int choice);
    void takePaper(DeviceNode& station, const Patient& patient);
    void askHelp(DeviceNode& kiosk, int screen);
    void transfer(DeviceNode& station, int choice);

    // trouble.cpp
    void trouble(const Step& step);
    void troubleNetwork(const Step& step);
    void troubleMachine(const Step& step);
    void troublePrinter(const Step& step);
    void end(const std::string& machine, bool powerCut, int operations);
    void startAgain(const std::string& machine, int delayMs);
    void restore(const std::string& machine);
    void forgetWithRegistry();
    void clone(const std::string& machine);
    void poison(int kind);
    void poisonOwn(DeviceNode& device, int kind);
    void checkpoint(const std::string& machine);
    void tellZone(const std::string& station, const ports::ZoneRow& row);

    std::optional<ports::LinkResponse> serve(const std::string& machine,
                                             const ports::LinkRequest& request);
    void watchAnswer(const std::string& machine, const ports::LinkRequest& request,
                     const ports::LinkResponse& response);

    Plan plan_;
    Log& log_;
    twin::Timeline timeline_;
    twin::Disk disk_;
    twin::Network network_;
    Witness witness_;
    RegistryNode registry_;
    std::map<std::string, std::unique_ptr<DeviceNode>> devices_;
    std::map<int, Patient> patients_;
    std::map<std::string, std::map<std::string, std::string>> copies_; ///< by machine, path
    std::map<std::string, bool> powerCutWaits_; ///< machines that will stop, and how
    std::map<std::string, std::string> oldSnapshots_;
    std::set<std::string> giveOldSnapshot_;
    std::set<std::string> zoneCut_; ///< stations
    std::int64_t toldRev_ = -1;
    std::string toldEpoch_;
    bool healed_ = false;
};

} // namespace menzhen::sim
