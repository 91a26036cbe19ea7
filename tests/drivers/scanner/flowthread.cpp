// SPDX-License-Identifier: Apache-2.0
#include "tests/drivers/scanner/flowthread.h"

#include <chrono>
#include <fstream>
#include <stdlib.h>

namespace menzhen::scanner {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

ports::Post FlowThread::post() {
    return [this](std::function<void()> work) {
        const std::scoped_lock lock(mutex_);
        work_.push_back(std::move(work));
        wake_.notify_one();
    };
}

bool FlowThread::runNext(steady_clock::time_point until) {
    std::unique_lock lock(mutex_);
    if (!wake_.wait_until(lock, until, [this] { return !work_.empty(); })) return false;
    const auto work = std::move(work_.front());
    work_.pop_front();
    lock.unlock();
    work();
    return true;
}

bool FlowThread::runUntil(const std::function<bool()>& done) {
    const auto end = steady_clock::now() + milliseconds(patienceMs);
    while (!done()) {
        runNext(steady_clock::now() + milliseconds(20));
        if (steady_clock::now() > end) return done();
    }
    return true;
}

void FlowThread::runFor(int ms) {
    const auto end = steady_clock::now() + milliseconds(ms);
    while (runNext(end)) {
    }
}

ports::CodeScanner::Listener Told::listener() {
    return {[this](const ports::Scan& scan) { texts.push_back(scan.text); },
            [this](const ports::ScannerStatus& status) { states.push_back(status.state); },
            {}};
}

TempFolder::TempFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "menzhen-scanner-XXXXXX").string();
    path = mkdtemp(name.data());
}

TempFolder::~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
}

void TempFolder::put(const std::string& name, const std::string& bytes) const {
    std::ofstream(path / ("." + name))
        .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    std::filesystem::rename(path / ("." + name), path / name);
}

} // namespace menzhen::scanner
