// SPDX-License-Identifier: Apache-2.0
#include "app/boot/device/devicesync.h"

#include "app/boot/logging.h"

#include <algorithm>

namespace menzhen::boot {

namespace {

constexpr std::int64_t maxTimerMs = 10'000; // the watchdog looks at least so often
constexpr int watchEveryMs = 10'000;

void logChange(const sync::SyncState& before, const sync::SyncState& now) {
    if (now.connected != before.connected)
        logInfo("sync", now.connected ? "the registry answers" : "the registry does not answer");
    if (now.waitingForTrust && !before.waitingForTrust && now.problem != "not-enrolled")
        logWarning("sync", "waits to be trusted: run `menzhen devices trust` at the registry");
    if (now.problem != before.problem && !now.problem.empty())
        logWarning("sync", "needs a person: " + now.problem);
}

} // namespace

DeviceSync::DeviceSync(link::FlowThread& flow, ports::RegistryLink& link, sync::Courier& courier,
                       const ports::Clock& clock, Listeners listeners)
    : flow_(flow), link_(link), courier_(courier), clock_(clock), listeners_(std::move(listeners)),
      alive_(std::make_shared<bool>(true)) {
    timer_.setSingleShot(true);
    QObject::connect(&timer_, &QTimer::timeout, &timer_, [this] { turn(); });
}

DeviceSync::~DeviceSync() {
    stop();
    *alive_ = false;
}

void DeviceSync::start() {
    running_ = true;
    told_ = courier_.state();
    if (listeners_.stateChanged) listeners_.stateChanged(told_);
    follow();
    turn();
}

void DeviceSync::follow() {
    link_.follow(
        courier_.livePath(),
        [this](const std::string& data) {
            courier_.woken(data);
            turn();
        },
        [this](ports::LinkState state) {
            if (state == ports::LinkState::Connected)
                courier_.liveOpened();
            else
                courier_.liveBroke();
            turn();
        });
}

void DeviceSync::rescue(sync::Rescue wanted) {
    if (wanted == sync::Rescue::None) return;
    logWarning("sync", wanted == sync::Rescue::Restart
                           ? "ops stay unsent on an open connection: the sync begins anew"
                           : "ops stay unsent on an open connection: it is closed and opened anew");
    ++requests_;
    link_.stop();
    follow();
}

void DeviceSync::stop() {
    if (!running_) return;
    running_ = false;
    timer_.stop();
    link_.stop();
}

void DeviceSync::committed() {
    courier_.committed();
    if (listeners_.dataChanged && running_) listeners_.dataChanged();
    // After the running task: whoever committed goes on first.
    flow_.post([this, alive = alive_] {
        if (*alive) turn();
    });
}

void DeviceSync::setOccupied(bool occupied) {
    courier_.setOccupied(occupied);
}

void DeviceSync::askNow() {
    if (!running_) return;
    courier_.askNow();
    turn();
}

void DeviceSync::turn() {
    if (!running_) return;
    timer_.stop();
    rescue(courier_.watchdog());
    if (courier_.hasWork()) workLater();
    if (auto request = courier_.next()) {
        link_.request(std::move(*request), [this, alive = alive_, number = ++requests_](
                                               const core::Result<ports::LinkResponse>& answer) {
            if (!*alive || !running_ || number != requests_) return;
            courier_.answered(answer);
            turn();
        });
    } else if (const auto at = courier_.wakeAtMs()) {
        const std::int64_t wait = *at - clock_.monotonicMs();
        timer_.start(static_cast<int>(std::clamp<std::int64_t>(wait, 1, maxTimerMs)));
    }
    // Whatever is waited for: the watchdog looks.
    if (!timer_.isActive()) timer_.start(watchEveryMs);
    tell();
}

void DeviceSync::workLater() {
    if (std::exchange(workPosted_, true)) return;
    flow_.post(
        [this, alive = alive_] {
            if (!*alive) return;
            workPosted_ = false;
            if (!running_) return;
            if (courier_.work() && listeners_.dataChanged) listeners_.dataChanged();
            turn();
        },
        link::Urgency::Background);
}

void DeviceSync::tell() {
    if (courier_.state() == told_) return;
    const sync::SyncState before = std::exchange(told_, courier_.state());
    logChange(before, told_);
    if (listeners_.stateChanged) listeners_.stateChanged(told_);
}

} // namespace menzhen::boot
