// SPDX-License-Identifier: Apache-2.0
// One scanner as its thread sees it: opened, asked again and again, closed. The thread, the
// waiting and the telling are ScanWorker's, so that a device holds its protocol alone.
// Thread: one, the worker's.
#pragma once

#include "app/ports/codescanner.h"
#include "drivers/scanner/scanoutlet.h"

#include <optional>

namespace menzhen::scanner {

/// Why a device cannot be used now; nothing means that all is well.
using Fault = std::optional<ports::ScannerStatus>;

/// The fault behind an errno: gone -> Missing, not allowed or taken -> Denied, else Faulty.
/// `what` begins the sentence: "The camera /dev/video0".
ports::ScannerStatus faultOf(int error, const std::string& what);

class ScanDevice {
public:
    /// The longest that step() may wait for its device.
    static constexpr int maxWaitMs = 100;

    virtual ~ScanDevice() = default;
    virtual Fault open() = 0;
    /// Waits up to maxWaitMs for something and tells it to the outlet.
    virtual Fault step(ScanOutlet& outlet) = 0;
    /// Releases the device; may be called when open() failed.
    virtual void close() = 0;
};

} // namespace menzhen::scanner
