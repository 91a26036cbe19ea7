// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/statusparser.h"

namespace menzhen::printer {

namespace {

constexpr std::uint8_t kXon = 0x11;
constexpr std::uint8_t kXoff = 0x13;
constexpr std::uint8_t kReceiptHeader = 0x37;
constexpr std::uint8_t kTextHeader = 0x5F;
constexpr char kReceiptId = 0x22;
constexpr char kClearedId = 0x25;
constexpr std::size_t kMaxBlock = 80; // the reference's longest text

bool isRealTime(std::uint8_t byte) {
    return (byte & 0x93) == 0x12;
}

bool isAutomaticHead(std::uint8_t byte) {
    return (byte & 0x93) == 0x10;
}

// The other three bytes of ASB, and the answer to GS r.
bool isPlainStatus(std::uint8_t byte) {
    return (byte & 0x90) == 0x00;
}

bool isFlowControl(std::uint8_t byte) {
    return byte == kXon || byte == kXoff;
}

StatusEvent single(StatusEvent::Kind kind, std::uint8_t byte) {
    return StatusEvent{kind, {byte, 0, 0, 0}, {}};
}

void finishBlock(const std::string& block, std::vector<StatusEvent>& events) {
    const auto head = static_cast<std::uint8_t>(block[0]);
    if (head == kTextHeader)
        events.push_back({StatusEvent::Kind::Text, {}, block.substr(1)});
    else if (block.size() == 6 && block[1] == kReceiptId)
        events.push_back({StatusEvent::Kind::Receipt, {}, block.substr(2)});
    else if (block.size() == 2 && block[1] == kClearedId)
        events.push_back({StatusEvent::Kind::Cleared, {}, {}});
}

} // namespace

std::vector<StatusEvent> StatusParser::feed(core::ByteView bytes) {
    std::vector<StatusEvent> events;
    for (const std::uint8_t byte : bytes)
        feedByte(byte, events);
    return events;
}

void StatusParser::reset() {
    place_ = Place::Between;
}

void StatusParser::feedByte(std::uint8_t byte, std::vector<StatusEvent>& events) {
    if (isFlowControl(byte)) return;
    if (place_ == Place::Block && insideBlock(byte, events)) return;
    if (place_ == Place::Automatic && insideAutomatic(byte, events)) return;
    place_ = Place::Between; // what was begun made no sense: the byte starts something new
    between(byte, events);
}

void StatusParser::between(std::uint8_t byte, std::vector<StatusEvent>& events) {
    if (byte == kReceiptHeader || byte == kTextHeader) {
        place_ = Place::Block;
        block_.assign(1, static_cast<char>(byte));
    } else if (isRealTime(byte)) {
        events.push_back(single(StatusEvent::Kind::RealTime, byte));
    } else if (isAutomaticHead(byte)) {
        place_ = Place::Automatic;
        automatic_[0] = byte;
        automaticCount_ = 1;
    } else if (isPlainStatus(byte)) {
        events.push_back(single(StatusEvent::Kind::Paper, byte));
    }
}

// Characters of a block are printable, so a low byte of the real-time form came in between.
bool StatusParser::insideBlock(std::uint8_t byte, std::vector<StatusEvent>& events) {
    if (byte == 0) {
        finishBlock(block_, events);
        place_ = Place::Between;
        return true;
    }
    if (byte < 0x20 && isRealTime(byte)) {
        events.push_back(single(StatusEvent::Kind::RealTime, byte));
        return true;
    }
    if (byte < 0x20 || byte > 0x7E || block_.size() > kMaxBlock) return false;
    block_ += static_cast<char>(byte);
    return true;
}

bool StatusParser::insideAutomatic(std::uint8_t byte, std::vector<StatusEvent>& events) {
    if (isRealTime(byte)) {
        events.push_back(single(StatusEvent::Kind::RealTime, byte));
        return true;
    }
    if (!isPlainStatus(byte)) return false;
    automatic_[automaticCount_++] = byte;
    if (automaticCount_ == automatic_.size()) {
        events.push_back({StatusEvent::Kind::Automatic, automatic_, {}});
        place_ = Place::Between;
    }
    return true;
}

} // namespace menzhen::printer
