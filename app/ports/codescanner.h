// SPDX-License-Identifier: Apache-2.0
// Reads codes that a person holds up: a camera, a hand scanner on a serial line, a scanner that
// types like a keyboard. What a code means is no business of the scanner.
//
// What it promises:
// - A scan is a whole text, UTF-8, 1..maxScanBytes bytes, without the terminator and the framing
//   that scanners add (AIM identifier, STX/ETX). It may hold any other character; the reader of
//   codes is strict.
// - The same text counts as the same scan until it has not been seen for repeatMs: a code left in
//   view is told once. Another text in between changes nothing about that.
// - A camera reads the QR codes alone; several codes in one picture are several scans.
// - A device that is missing or goes away is a state, never an error: the driver tries again for
//   ever with a growing pause (250 ms .. 5 s) and goes on by itself when it is back.
//
// Thread: start, stop and state are called on the flow thread. `onScan` and `onState` run on the
// flow thread, through the Post that the driver was made with; neither runs after stop()
// returned. `onPreview` runs on the driver's own thread.
#pragma once

#include "app/ports/post.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace menzhen::ports {

struct Scan {
    std::string text;   ///< UTF-8
    std::string source; ///< the scanner's URL as in the site file: "camera:///dev/video0"
};

enum class ScannerState {
    Stopped,  ///< not started
    Starting, ///< started, device not opened yet
    Working,
    Missing, ///< no such device, or it was unplugged; the driver tries again
    Denied,  ///< it is there and may not be opened (rights, or taken by another program)
    Faulty,  ///< it is there and does not do what a scanner does; `detail` says what
};

struct ScannerStatus {
    ScannerState state = ScannerState::Stopped;
    std::string detail; ///< one English sentence for whoever repairs it; empty when working
    friend bool operator==(const ScannerStatus&, const ScannerStatus&) = default;
};

/// What the camera sees, small: for the kiosk's screen, so that a person can aim.
struct PreviewFrame {
    int width = 0;                  ///< at most CodeScanner::previewMaxSide
    int height = 0;                 ///< likewise
    std::vector<std::uint8_t> grey; ///< width * height bytes, rows from the top, 0 = black
};

class CodeScanner {
public:
    static constexpr int repeatMs = 3000;
    static constexpr std::size_t maxScanBytes = 4096; ///< a QR code holds at most 2953 bytes
    static constexpr int previewMaxSide = 480;        ///< pixels
    static constexpr int previewEveryMs = 100;        ///< at most 10 pictures a second

    struct Listener {
        std::function<void(const Scan&)> onScan;
        /// Told once after start() and at every change.
        std::function<void(const ScannerStatus&)> onState;
        /// May be left empty; scanners without a camera never call it. Must be quick and may hand
        /// the frame to any thread (it is shared and never changes).
        std::function<void(std::shared_ptr<const PreviewFrame>)> onPreview;
    };

    virtual ~CodeScanner() = default; ///< stops
    /// Returns at once. A scanner that is started must be stopped before it is started again.
    virtual void start(Listener listener) = 0;
    /// Waits for the driver's thread (at most about half a second) and releases the device.
    virtual void stop() = 0;
    virtual ScannerStatus status() const = 0;
};

} // namespace menzhen::ports
