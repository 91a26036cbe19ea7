// SPDX-License-Identifier: Apache-2.0
#include "drivers/scanner/readingplan.h"
#include "drivers/scanner/greyfilter.h"

#include <array>

namespace menzhen::scanner {
namespace {

GreyImage sharp(const GreyImage& image) {
    return unsharpMasked(image, 4, 2);
}

GreyImage half(const GreyImage& image) {
    return scaledBy(image, 0.5);
}

GreyImage sharpHalf(const GreyImage& image) {
    return unsharpMasked(half(image), 2, 1.5);
}

GreyImage turned20(const GreyImage& image) {
    return rotated(image, 20);
}

GreyImage turned45(const GreyImage& image) {
    return rotated(image, 45);
}

GreyImage stretched(const GreyImage& image) {
    return locallyStretched(image, 20);
}

GreyImage thresholded(const GreyImage& image) {
    return adaptiveThresholded(image, 40, 5);
}

GreyImage softThresholded(const GreyImage& image) {
    return adaptiveThresholded(boxBlurred(image, 1), 30, 5);
}

GreyImage soft(const GreyImage& image) {
    return boxBlurred(image, 1);
}

GreyImage doubled(const GreyImage& image) {
    return padded(scaledBy(image, 2), 20);
}

GreyImage closed(const GreyImage& image) {
    return lightened(darkened(image, 1), 1);
}

constexpr int smallPixels = 640 * 640;

constexpr std::array plan{
    ReadingStep{"zxing", Engine::Zxing, nullptr, true},
    ReadingStep{"zxing sharp", Engine::Zxing, sharp, true},
    ReadingStep{"zxing global", Engine::ZxingGlobal, nullptr, true},
    ReadingStep{"zxing inverted", Engine::Zxing, inverted, true},
    ReadingStep{"zxing half sharp", Engine::Zxing, sharpHalf, false},
    ReadingStep{"zbar", Engine::Zbar, nullptr, true},
    ReadingStep{"zxing turned 20", Engine::Zxing, turned20, false},
    ReadingStep{"zbar half", Engine::Zbar, half, false},
    ReadingStep{"zbar threshold", Engine::Zbar, softThresholded, true, smallPixels},
    ReadingStep{"zxing stretched", Engine::Zxing, stretched, true},
    ReadingStep{"zxing threshold", Engine::Zxing, thresholded, true},
    ReadingStep{"zxing soft", Engine::Zxing, soft, true},
    ReadingStep{"zxing double", Engine::Zxing, doubled, false, smallPixels},
    ReadingStep{"zxing turned 45", Engine::Zxing, turned45, false},
    ReadingStep{"zbar closed", Engine::Zbar, closed, true, smallPixels},
};

} // namespace

std::vector<EngineReading> ReadingStep::run(const GreyImage& image) const {
    const GreyImage prepared = prepare == nullptr ? GreyImage() : prepare(image);
    const GreyImage& picture = prepare == nullptr ? image : prepared;
    switch (engine) {
    case Engine::Zxing:
        return readWithZxing(picture, Binarizer::Local);
    case Engine::ZxingGlobal:
        return readWithZxing(picture, Binarizer::Global);
    case Engine::Zbar:
        return readWithZbar(picture);
    }
    return {};
}

std::span<const ReadingStep> readingPlan() {
    return plan;
}

} // namespace menzhen::scanner
