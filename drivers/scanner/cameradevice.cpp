// SPDX-License-Identifier: Apache-2.0
#include "drivers/scanner/cameradevice.h"

namespace menzhen::scanner {

CameraDevice::CameraDevice(std::unique_ptr<FrameSource> source) : source_(std::move(source)) {}

Fault CameraDevice::open() {
    lastFrameMs_ = monotonicMs();
    return source_->open();
}

Fault CameraDevice::step(ScanOutlet& outlet) {
    const auto frame = source_->next(maxWaitMs);
    if (!frame) return frame.error();
    const std::int64_t now = monotonicMs();
    if (!*frame) {
        if (now - lastFrameMs_ < silentMs) return std::nullopt;
        return ports::ScannerStatus{ports::ScannerState::Faulty, "The camera sends no pictures."};
    }
    lastFrameMs_ = now;
    outlet.preview(**frame, now);
    outlet.saw(decoder_.decodeFrame(**frame), monotonicMs());
    return std::nullopt;
}

void CameraDevice::close() {
    source_->close();
}

} // namespace menzhen::scanner
