// SPDX-License-Identifier: Apache-2.0
// Where grey frames come from: a camera, or a folder that plays one.
// Thread: one, the worker's.
#pragma once

#include "drivers/scanner/greyimage.h"
#include "drivers/scanner/scandevice.h"

namespace menzhen::scanner {

/// A frame, or why there will be none; neither when none came in time.
struct NextFrame {
    std::optional<GreyImage> frame;
    Fault fault;
};

class FrameSource {
public:
    virtual ~FrameSource() = default;
    virtual Fault open() = 0;
    /// The newest frame; nothing when none came within `timeoutMs`. Frames that came while the
    /// caller was busy are dropped.
    virtual NextFrame next(int timeoutMs) = 0;
    virtual void close() = 0;
};

} // namespace menzhen::scanner
