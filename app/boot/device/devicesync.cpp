// SPDX-License-Identifier: Apache-2.0
#include "app/boot/device/devicesync.h"

#include "app/boot/logging.h"

#include <algorithm>

namespace menzhen::boot {

namespace {

constexpr std::int64_t maxTimerMs = 3'600'000; // QTimer counts in int

void logChange(const sync::SyncState& before, const sync::SyncState& now) {
    if (now.connected != before.connected)
        logInfo("sync", now.connected ? "the registry answers" : "the registry does not answer");
    if (now.waitingForTrust && !before.waitingForTrust)
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
    turn();
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
    if (courier_.hasWork()) {
        workLater();
    } else if (auto request = courier_.next()) {
        link_.request(std::move(*request),
                      [this, alive = alive_](const core::Result<ports::LinkResponse>& answer) {
                          if (!*alive || !running_) return;
                          courier_.answered(answer);
                          turn();
                      });
    } else if (const auto at = courier_.wakeAtMs()) {
        const std::int64_t wait = *at - clock_.monotonicMs();
        timer_.start(static_cast<int>(std::clamp<std::int64_t>(wait, 1, maxTimerMs)));
    }
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
