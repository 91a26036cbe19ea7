// SPDX-License-Identifier: Apache-2.0
// Scanners on a serial line: a scan ends with CR, LF, CRLF or 50 ms of silence. STX and ETX around
// it and an AIM identifier before it (ISO/IEC 15424: "]Q1") are taken off; the rest is UTF-8 if it
// is strictly that, else GBK, else it is dropped. Longer than CodeScanner::maxScanBytes: dropped up
// to its end.
#pragma once

#include "drivers/scanner/byteinterpreter.h"

#include <optional>
#include <string_view>

namespace menzhen::scanner {

/// One scan's raw bytes to its text, as above; nothing when no text is left.
std::optional<std::string> scanOfLine(std::string_view line);

class LineFramer final : public ByteInterpreter {
public:
    static constexpr int silentMs = 50;

    std::vector<std::string> feed(core::ByteView bytes, std::int64_t nowMs) override;
    std::vector<std::string> silence(std::int64_t nowMs) override;
    void reset() override;

private:
    void finish(std::vector<std::string>& out);

    std::string line_;
    bool tooLong_ = false;
    std::int64_t lastByteMs_ = 0;
};

} // namespace menzhen::scanner
