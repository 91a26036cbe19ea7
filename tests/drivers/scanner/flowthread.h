// SPDX-License-Identifier: Apache-2.0
// The test's own thread as the flow thread: what a driver posts runs inside runUntil().
#pragma once

#include "app/ports/codescanner.h"

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <mutex>

namespace menzhen::scanner {

class FlowThread {
public:
    /// Long enough for a machine under load; a test that passes does not wait for it.
    static constexpr int patienceMs = 20000;

    ports::Post post();
    /// Runs what is posted until `done` is true; false when patience ended first.
    bool runUntil(const std::function<bool()>& done);
    /// Runs what is posted in `ms` milliseconds: to see that nothing more comes.
    void runFor(int ms);

private:
    bool runNext(std::chrono::steady_clock::time_point until);

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> work_;
};

/// What a scanner told, in order.
struct Told {
    std::vector<std::string> texts;
    std::vector<ports::ScannerState> states;

    ports::CodeScanner::Listener listener();
};

/// A new empty folder that goes away with the test.
class TempFolder {
public:
    TempFolder();
    ~TempFolder();
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;

    std::filesystem::path operator/(const std::string& name) const { return path / name; }

    /// Completed by rename, as outsiders do it.
    void put(const std::string& name, const std::string& bytes) const;

    std::filesystem::path path;
};

} // namespace menzhen::scanner
