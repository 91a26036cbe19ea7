// SPDX-License-Identifier: Apache-2.0
// What is done to a picture before an engine tries it again. Pure: a picture in, a picture out.
// All sizes are pixels. An empty picture stays empty.
#pragma once

#include "drivers/scanner/greyimage.h"

namespace menzhen::scanner {

GreyImage inverted(const GreyImage& image);
/// Area mean when it gets smaller, bilinear when it gets larger; width and height at least 1.
GreyImage scaledTo(const GreyImage& image, int width, int height);
/// Both sides times `factor` (above 0).
GreyImage scaledBy(const GreyImage& image, double factor);
/// Not larger than `maxSide` on either side; a smaller picture is returned as it is.
GreyImage fitted(const GreyImage& image, int maxSide);
/// Turned about its middle, clockwise; the corners that come in are white.
GreyImage rotated(const GreyImage& image, double degrees);
/// Mean over a square of 2 * radius + 1; the edge pixel repeats outside.
GreyImage boxBlurred(const GreyImage& image, int radius);
/// Adds `amount` times the difference from the blurred picture: helps soft and glaring pictures.
GreyImage unsharpMasked(const GreyImage& image, int radius, double amount);
/// White where a pixel is above its neighbourhood's mean less `bias`, else black.
GreyImage adaptiveThresholded(const GreyImage& image, int radius, int bias);
/// Stretches each neighbourhood to the full range; flat places become middle grey.
GreyImage locallyStretched(const GreyImage& image, int radius);
/// Lightest (or darkest) pixel of a square of 2 * radius + 1.
GreyImage lightened(const GreyImage& image, int radius);
GreyImage darkened(const GreyImage& image, int radius);
/// A border of white around it: codes printed without their quiet zone.
GreyImage padded(const GreyImage& image, int border);

} // namespace menzhen::scanner
