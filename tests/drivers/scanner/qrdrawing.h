// SPDX-License-Identifier: Apache-2.0
// QR codes drawn by libqrencode, which is none of the engines that read them.
#pragma once

#include "drivers/scanner/greyimage.h"

#include <string>

namespace menzhen::scanner {

/// `module` pixels a module and a quiet zone of four modules; the text must fit a QR code.
GreyImage drawQr(const std::string& text, int module = 6);
/// `picture` laid onto a grey sheet with its upper left corner at (x, y).
GreyImage laidOn(GreyImage sheet, const GreyImage& picture, int x, int y);
/// Contrast brought down to low..high.
GreyImage squeezed(GreyImage picture, int low, int high);
/// Even noise of +-amount on each pixel.
GreyImage noisy(GreyImage picture, int amount, unsigned seed);
/// A PGM file's bytes.
std::string pgmOf(const GreyImage& picture);
/// A JPEG file's bytes, grey, quality 90.
std::string jpegOf(const GreyImage& picture);
/// A PNG file's bytes, grey.
std::string pngOf(const GreyImage& picture);

} // namespace menzhen::scanner
