// SPDX-License-Identifier: Apache-2.0
// Carries what a driver's thread saw to the listener on the flow thread: new scans alone, changes
// of state alone, previews at their pace.
// Thread: open and close on the flow thread, status from any, the rest on the driver's thread.
#pragma once

#include "app/ports/codescanner.h"
#include "drivers/scanner/greyimage.h"
#include "drivers/scanner/repeatfilter.h"

#include <atomic>
#include <mutex>

namespace menzhen::scanner {

/// Milliseconds of a clock that never jumps.
std::int64_t monotonicMs();

class ScanOutlet {
public:
    ScanOutlet(ports::Post post, std::string source);

    void open(ports::CodeScanner::Listener listener);
    /// What was posted before and has not run yet is dropped.
    void close();
    ports::ScannerStatus status() const;

    /// Empty and over-long texts are no scans.
    void saw(const std::vector<std::string>& texts, std::int64_t nowMs);
    void tell(const ports::ScannerStatus& status);
    bool wantsPreview(std::int64_t nowMs) const;
    void preview(const GreyImage& frame, std::int64_t nowMs);

private:
    struct Session {
        ports::CodeScanner::Listener listener;
        std::atomic<bool> closed = false;
    };

    const ports::Post post_;
    const std::string source_;
    std::shared_ptr<Session> session_;
    RepeatFilter repeats_;
    std::int64_t nextPreviewMs_ = 0;
    mutable std::mutex mutex_; // guards status_
    ports::ScannerStatus status_;
};

} // namespace menzhen::scanner
