// SPDX-License-Identifier: Apache-2.0
#include "drivers/scanner/scanworker.h"
#include "app/core/check.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace menzhen::scanner {

ports::ScannerStatus faultOf(int error, const std::string& what) {
    using State = ports::ScannerState;
    const bool missing = error == ENOENT || error == ENODEV || error == ENXIO || error == ENOTDIR;
    if (missing) return {State::Missing, what + " is not there."};
    if (error == EBUSY) return {State::Denied, what + " is used by another program."};
    if (error == EACCES || error == EPERM)
        return {State::Denied, what + " may not be opened by this user."};
    return {State::Faulty, what + " does not answer as it should: " + std::strerror(error) + "."};
}

ScanWorker::ScanWorker(std::unique_ptr<ScanDevice> device, ports::Post post, std::string source)
    : device_(std::move(device)), outlet_(std::move(post), std::move(source)) {}

ScanWorker::~ScanWorker() {
    stop();
}

void ScanWorker::start(Listener listener) {
    MENZHEN_CHECK(!thread_.joinable(), "a scanner was started twice");
    stop_ = false;
    outlet_.open(std::move(listener));
    outlet_.tell({ports::ScannerState::Starting, ""});
    thread_ = std::thread([this] { run(); });
}

void ScanWorker::stop() {
    if (!thread_.joinable()) return;
    {
        const std::scoped_lock lock(mutex_);
        stop_ = true;
    }
    wake_.notify_all();
    thread_.join();
    outlet_.close();
}

ports::ScannerStatus ScanWorker::status() const {
    return outlet_.status();
}

void ScanWorker::run() {
    for (int pauseMs = firstPauseMs; !stopping();) {
        const bool worked = serve();
        if (worked) pauseMs = firstPauseMs;
        pause(pauseMs);
        pauseMs = std::min(pauseMs * 2, longestPauseMs);
    }
}

bool ScanWorker::serve() {
    bool worked = false;
    Fault fault = device_->open();
    while (!fault && !stopping()) {
        fault = device_->step(outlet_);
        if (fault) break;
        worked = true;
        outlet_.tell({ports::ScannerState::Working, ""});
    }
    device_->close();
    if (fault) outlet_.tell(*fault);
    return worked;
}

bool ScanWorker::stopping() {
    const std::scoped_lock lock(mutex_);
    return stop_;
}

void ScanWorker::pause(int ms) {
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, std::chrono::milliseconds(ms), [this] { return stop_; });
}

} // namespace menzhen::scanner
