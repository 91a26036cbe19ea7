// SPDX-License-Identifier: Apache-2.0
// A CodeScanner on a thread of its own around one ScanDevice. When the device is missing or fails
// it is tried again after 250 ms, then twice as long each time up to 5 s.
#pragma once

#include "drivers/scanner/scandevice.h"

#include <condition_variable>
#include <memory>
#include <thread>

namespace menzhen::scanner {

class ScanWorker final : public ports::CodeScanner {
public:
    static constexpr int firstPauseMs = 250;
    static constexpr int longestPauseMs = 5000;

    ScanWorker(std::unique_ptr<ScanDevice> device, ports::Post post, std::string source);
    ~ScanWorker() override;
    ScanWorker(const ScanWorker&) = delete;
    ScanWorker& operator=(const ScanWorker&) = delete;

    void start(Listener listener) override;
    void stop() override;
    ports::ScannerStatus status() const override;

private:
    void run();
    /// Until the device fails or stop() is called; true when it worked at least once.
    bool serve();
    bool stopping();
    void pause(int ms);

    const std::unique_ptr<ScanDevice> device_;
    ScanOutlet outlet_;
    std::thread thread_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stop_ = false; // guarded by mutex_
};

} // namespace menzhen::scanner
