// SPDX-License-Identifier: Apache-2.0
// What every device program stands on: site file, lock, store, clock, keys, flow thread, link,
// journal and sync, opened in order and closed in reverse. A main reads:
//
//     const boot::Start start = boot::readArguments(usage, argc, argv);
//     if (start.exit) return *start.exit;
//     QGuiApplication application(argc, argv);
//     auto device = boot::Device::open(start.arguments, boot::Role::Kiosk);
//     if (!device) return boot::cannotStart(usage.program, device.error());
//     ... drivers, flows, view-models, engine ...
//     return (*device)->run();
//
// Threads: made, run and destroyed on the GUI thread. Members say which thread may use them. The
// store is used on the flow thread alone.
#pragma once

#include "app/boot/device/language.h"
#include "app/boot/startup.h"
#include "app/ports/chance.h"
#include "app/ports/crypto.h"
#include "app/ports/registrylink.h"
#include "app/ports/zonelink.h"
#include "db/sync/boardreplica.h"
#include "db/sync/journal.h"
#include "db/sync/syncstate.h"
#include "drivers/link/flowthread.h"

#include <QObject>
#include <functional>
#include <memory>

namespace menzhen::boot {

class Device : public QObject {
    Q_OBJECT

public:
    /// Errors: those of startUp, of opening the store ("store-open", "store-schema") and of the key
    /// folder ("key-file", "bad-key"): for cannotStart. Sets the application's typeface.
    static core::Result<std::unique_ptr<Device>> open(const Arguments& arguments, Role role);
    ~Device() override; ///< closes, if run() did not

    // Any thread; nothing in them changes.
    const SiteFile& site() const;
    const ports::Clock& clock() const; ///< put right at each contact (db/sync/siteclock.h)
    ports::Chance& chance();
    const ports::Crypto& crypto() const;
    const ports::PrivateKey& key() const;   ///< this device's own: it signs tickets
    const std::string& fingerprint() const; ///< of its public key, hexadecimal, for whoever trusts

    // Flow thread alone.
    ports::RegistryLink& link();
    store::Database& database();
    sync::Journal& journal();    ///< a commit wakes the sender; onCommit is taken, use dataChanged
    sync::BoardReplica& board(); ///< of a display; for another role a bug
    const sync::SyncState& syncState() const;
    ports::ZoneLink* zoneLink(); ///< to the `boards` of a station; nullptr: none, or no TLS

    // Any thread.
    link::FlowThread& flow();
    void post(link::FlowThread::Task task, link::Urgency urgency = link::Urgency::Patient);
    /// Back to the GUI thread; nothing runs when `receiver` is gone or the program ends.
    void toScreen(QObject* receiver, std::function<void()> task);
    /// Somebody stands at the screen: what the registry sends is taken in small slices.
    void setOccupied(bool occupied);

    // GUI thread.
    Language& language();
    /// Runs on the flow thread when the program ends, before the store closes, the last one first:
    /// whoever owns sockets or timers on the flow thread ends them here.
    void onClose(std::function<void()> task);
    /// Starts the sync, says "ready", runs the application until it quits or SIGTERM or SIGINT
    /// comes, and closes: when it returns, nothing runs on the flow thread any more.
    int run();
    /// A board with `listen_zone` hears its zone's stations from now on; `heard` runs on the flow
    /// thread. What keeps it from listening is logged: a board works without.
    void hearZone(std::function<void(const ports::ZoneRow&)> heard);
    void close();

signals:
    /// GUI thread: after every change, and once at the start of run().
    void syncStateChanged(const menzhen::sync::SyncState& state);
    /// GUI thread: the store holds something new (an own commit, or the registry's word). Many
    /// changes may give one signal. Ask again what the screen shows, by post().
    void dataChanged();

private:
    class Parts;
    explicit Device(std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> parts_;
};

} // namespace menzhen::boot
