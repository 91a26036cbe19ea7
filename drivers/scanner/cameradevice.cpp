// SPDX-License-Identifier: Apache-2.0
#include "drivers/scanner/cameradevice.h"

namespace menzhen::scanner {

CameraDevice::CameraDevice(std::unique_ptr<FrameSource> source) : source_(std::move(source)) {}

Fault CameraDevice::open() {
    lastFrameMs_ = monotonicMs();
    return source_->open();
}

Fault CameraDevice::step(ScanOutlet& outlet) {
    const NextFrame next = source_->next(maxWaitMs);
    if (next.fault) return next.fault;
    const std::int64_t now = monotonicMs();
    if (!next.frame) {
        if (now - lastFrameMs_ < silentMs) return std::nullopt;
        return ports::ScannerStatus{ports::ScannerState::Faulty, "The camera sends no pictures."};
    }
    lastFrameMs_ = now;
    outlet.preview(*next.frame, now);
    outlet.saw(decoder_.decodeFrame(*next.frame), monotonicMs());
    return std::nullopt;
}

void CameraDevice::close() {
    source_->close();
}

} // namespace menzhen::scanner
