// SPDX-License-Identifier: Apache-2.0
// From a grey picture to the texts of the QR codes in it. Pure: no device, no files, no Qt.
//
// ZXing-cpp reads every picture as it is; what it misses is tried with filters, another binarizer
// and zbar (readingplan.h). A wrong text is worse than a missing one: zbar's texts count only if
// they are UTF-8, and never beside a ZXing text at the same place.
// Thread: a Decoder belongs to one thread; decodePicture is reentrant.
#pragma once

#include "drivers/scanner/greyimage.h"

#include <cstddef>
#include <string>
#include <vector>

namespace menzhen::scanner {

/// Frames and pictures are brought down to this side before they are read (the sizes that the
/// engines were measured with; a code held before a kiosk fills much of the frame).
inline constexpr int maxDecodeSide = 1280;

/// How long the search in one still picture may go on, in milliseconds of this thread's processor
/// time (not the wall's, so that a busy machine reads the same). A code is mostly read in the
/// first few; only pictures without a readable one use it up.
inline constexpr int pictureBudgetMs = 220;

/// Every text once, in the order of finding; empty when nothing was read.
std::vector<std::string> decodePicture(const GreyImage& picture, int budgetMs = pictureBudgetMs);

/// Live frames: ZXing on every frame and one extra beside it, another one each time, as long as
/// nothing is read: a code held for a second has been tried in every way.
class Decoder {
public:
    std::vector<std::string> decodeFrame(const GreyImage& frame);

private:
    std::size_t extra_ = 0;
};

} // namespace menzhen::scanner
