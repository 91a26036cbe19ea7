// SPDX-License-Identifier: Apache-2.0
#include "drivers/scanner/lineframer.h"
#include "app/ports/codescanner.h"
#include "drivers/scanner/scantext.h"

namespace menzhen::scanner {
namespace {

constexpr char stx = 0x02;
constexpr char etx = 0x03;

bool isLetter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool isAimIdentifier(std::string_view text) {
    if (text.size() < 3 || text[0] != ']' || !isLetter(text[1])) return false;
    return isLetter(text[2]) || (text[2] >= '0' && text[2] <= '9');
}

} // namespace

std::optional<std::string> scanOfLine(std::string_view line) {
    if (!line.empty() && line.front() == stx) line.remove_prefix(1);
    if (!line.empty() && line.back() == etx) line.remove_suffix(1);
    if (isAimIdentifier(line)) line.remove_prefix(3);
    return line.empty() ? std::nullopt : textOf(line);
}

std::vector<std::string> LineFramer::feed(core::ByteView bytes, std::int64_t nowMs) {
    // The silence may have passed without anybody having asked.
    std::vector<std::string> out = silence(nowMs);
    for (const std::uint8_t byte : bytes) {
        if (byte == '\r' || byte == '\n')
            finish(out); // between CR and LF nothing stands: no scan
        else if (line_.size() < ports::CodeScanner::maxScanBytes)
            line_ += static_cast<char>(byte);
        else
            tooLong_ = true;
    }
    lastByteMs_ = nowMs;
    return out;
}

std::vector<std::string> LineFramer::silence(std::int64_t nowMs) {
    std::vector<std::string> out;
    if (!line_.empty() && nowMs - lastByteMs_ >= silentMs) finish(out);
    return out;
}

void LineFramer::reset() {
    line_.clear();
    tooLong_ = false;
}

void LineFramer::finish(std::vector<std::string>& out) {
    if (!tooLong_)
        if (auto text = scanOfLine(line_)) out.push_back(std::move(*text));
    reset();
}

} // namespace menzhen::scanner
