// SPDX-License-Identifier: Apache-2.0
// Frames to scans: takes the newest frame of a source, shows it, decodes it. While one is decoded
// the source drops what comes, so a slow machine lags by one frame and never by a queue.
#pragma once

#include "drivers/scanner/decoder.h"
#include "drivers/scanner/framesource.h"

#include <memory>

namespace menzhen::scanner {

class CameraDevice final : public ScanDevice {
public:
    /// A camera that is open and sends nothing for this long is Faulty, and opened anew.
    static constexpr int silentMs = 3000;

    explicit CameraDevice(std::unique_ptr<FrameSource> source);
    Fault open() override;
    Fault step(ScanOutlet& outlet) override;
    void close() override;

private:
    const std::unique_ptr<FrameSource> source_;
    Decoder decoder_;
    std::int64_t lastFrameMs_ = 0;
};

} // namespace menzhen::scanner
