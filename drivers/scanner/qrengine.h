// SPDX-License-Identifier: Apache-2.0
// The two engines that find and decode QR codes in a grey picture. Each stands in its own file
// because the headers of ZXing-cpp and zbar cannot be included together.
// Thread: reentrant.
#pragma once

#include "drivers/scanner/greyimage.h"

#include <array>
#include <string>
#include <vector>

namespace menzhen::scanner {

struct Corner {
    double x = 0, y = 0; ///< pixels of the picture that the engine was given
};

struct EngineReading {
    std::string text;  ///< UTF-8
    std::string bytes; ///< the code's payload before any guess about its charset
    std::array<Corner, 4> corners;
};

enum class Binarizer { Local, Global };

/// ZXing-cpp: the texts it gives are taken as they are.
std::vector<EngineReading> readWithZxing(const GreyImage& image, Binarizer binarizer);
/// zbar guesses charsets (and takes Shift-JIS for Big5), so only its bytes are taken, and only if
/// they are UTF-8: a text less is better than a wrong one.
std::vector<EngineReading> readWithZbar(const GreyImage& image);

} // namespace menzhen::scanner
