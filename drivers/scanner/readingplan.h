// SPDX-License-Identifier: Apache-2.0
// In what order a picture is tried: an engine and what is done to the picture before it. The order
// is by gain and cost as measured on tests/data/qr; the figures stand in README.md.
#pragma once

#include "drivers/scanner/qrengine.h"

#include <span>

namespace menzhen::scanner {

enum class Engine { Zxing, ZxingGlobal, Zbar };

struct ReadingStep {
    const char* name;
    Engine engine;
    GreyImage (*prepare)(const GreyImage&); ///< null: the picture as it is
    bool samePlaces;                        ///< corners are those of the picture itself
    int maxPixels = 0;                      ///< not for larger pictures (0: for all)

    std::vector<EngineReading> run(const GreyImage& image) const;
};

/// Starts with ZXing on the picture as it is; the rest are the extras, at most one a frame.
std::span<const ReadingStep> readingPlan();

} // namespace menzhen::scanner
