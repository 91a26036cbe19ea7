// SPDX-License-Identifier: Apache-2.0
// A camera's buffer to a grey picture. Pure: V4L2's format codes, no device. Formats as the Linux
// kernel's documentation of V4L2 has them (V4L2_PIX_FMT_GREY, _YUYV, _MJPEG).
#pragma once

#include "app/core/bytes.h"
#include "app/core/result.h"
#include "drivers/scanner/greyimage.h"

#include <cstdint>

namespace menzhen::scanner {

enum class PixelFormat { Grey, Yuyv, Mjpeg };

struct FrameFormat {
    PixelFormat pixels = PixelFormat::Grey;
    int width = 0;
    int height = 0;
    int stride = 0; ///< bytes a line; 0: no gaps. Without meaning for Mjpeg
};

/// Error frame-short when the buffer holds less than the format says (a cut transfer), or the
/// codes of decodeJpeg (picture.h). Bytes after the picture are ignored.
core::Result<GreyImage> greyFromFrame(const FrameFormat& format, core::ByteView bytes);

} // namespace menzhen::scanner
