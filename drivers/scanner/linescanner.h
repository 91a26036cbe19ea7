// SPDX-License-Identifier: Apache-2.0
// Hand scanners: a character device whose bytes go through an interpreter.
//   serial:///dev/ttyACM0?baud=9600   8N1, raw; LineFramer
//   evdev:///dev/input/by-id/...      taken for itself alone (EVIOCGRAB), so that nothing is typed
//                                     into a window and no input method eats letters; KeyDecoder
// A FIFO instead of a device is taken as it is, for tests and demonstrations.
#pragma once

#include "drivers/scanner/byteinterpreter.h"
#include "drivers/scanner/scandevice.h"

#include <memory>

namespace menzhen::scanner {

class LineScanner final : public ScanDevice {
public:
    /// Prepares the open device; errno or 0.
    using Setup = int (*)(int fd, int baud);

    LineScanner(std::string path, int baud, Setup setup, std::unique_ptr<ByteInterpreter> bytes);
    ~LineScanner() override;
    LineScanner(const LineScanner&) = delete;
    LineScanner& operator=(const LineScanner&) = delete;

    Fault open() override;
    Fault step(ScanOutlet& outlet) override;
    void close() override;

private:
    std::string name() const { return "The scanner " + path_; }

    const std::string path_;
    const int baud_;
    const Setup setup_;
    const std::unique_ptr<ByteInterpreter> bytes_;
    int fd_ = -1;
};

inline constexpr int defaultBaud = 9600;
/// 9600, 19200, 38400, 57600, 115200, 230400.
bool isSerialBaud(int baud);

std::unique_ptr<ScanDevice> serialScanner(std::string path, int baud);
std::unique_ptr<ScanDevice> evdevScanner(std::string path);

} // namespace menzhen::scanner
