// SPDX-License-Identifier: Apache-2.0
// A scanner to which the simulation shows codes.
#pragma once

#include "app/ports/codescanner.h"
#include "drivers/sim/timeline.h"

namespace menzhen::twin {

inline constexpr int readMs = 300; ///< from the code in view to the text

class Scanner final : public ports::CodeScanner {
public:
    Scanner(Timeline& timeline, Life life) : timeline_(timeline), life_(std::move(life)) {}

    void start(Listener listener) override { listener_ = std::move(listener); }

    void stop() override { listener_ = {}; }

    ports::ScannerStatus status() const override {
        return {listener_.onScan ? ports::ScannerState::Working : ports::ScannerState::Stopped, {}};
    }

    /// Somebody holds a code up.
    void show(const std::string& text) {
        timeline_.after(readMs, life_, [this, text] {
            if (listener_.onScan) listener_.onScan({text, "simulated://"});
        });
    }

private:
    Timeline& timeline_;
    Life life_;
    Listener listener_;
};

} // namespace menzhen::twin
