// SPDX-License-Identifier: Apache-2.0
// Drives the courier over a link: one request at a time, wake-ups from the live channel, a timer
// for the rest, and what arrives written in slices between patient actions.
// Thread: made, used and destroyed on the flow thread.
#pragma once

#include "app/ports/registrylink.h"
#include "db/sync/courier.h"
#include "drivers/link/flowthread.h"

#include <QTimer>
#include <functional>
#include <memory>

namespace menzhen::boot {

class DeviceSync {
public:
    struct Listeners {
        std::function<void(const sync::SyncState&)> stateChanged; ///< on the flow thread
        std::function<void()> dataChanged;                        ///< on the flow thread
    };

    DeviceSync(link::FlowThread& flow, ports::RegistryLink& link, sync::Courier& courier,
               const ports::Clock& clock, Listeners listeners);
    ~DeviceSync(); ///< stops
    DeviceSync(const DeviceSync&) = delete;
    DeviceSync& operator=(const DeviceSync&) = delete;

    void start();
    /// Ends requests and the live channel; no listener is called from here on.
    void stop();
    /// The journal wrote an op: it is sent after the running task.
    void committed();
    void setOccupied(bool occupied);
    /// What kept the registry silent may be over (a new certificate): no waiting.
    void askNow();

private:
    void follow();
    void rescue(sync::Rescue wanted);
    void turn();
    void workLater();
    void tell();

    link::FlowThread& flow_;
    ports::RegistryLink& link_;
    sync::Courier& courier_;
    const ports::Clock& clock_;
    Listeners listeners_;
    QTimer timer_;
    sync::SyncState told_;
    bool running_ = false;
    bool workPosted_ = false;
    int requests_ = 0;            ///< the answer to one that was given up is not handed in
    std::shared_ptr<bool> alive_; ///< false for posts that come after the end
};

} // namespace menzhen::boot
