// SPDX-License-Identifier: Apache-2.0
// What a printer says: real-time answers (DLE EOT), automatic status (ASB), paper status (GS r),
// receipts (GS ( H), texts (GS I) and flow control, all mixed in one stream and told apart by their
// fixed bits, never by their place. Pure; bytes may come in any portions.
//
// A real-time answer does not say which question it answers: ask one at a time.
#pragma once

#include "app/core/bytes.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace menzhen::printer {

struct StatusEvent {
    enum class Kind {
        RealTime,  ///< bytes[0]: the answer to the DLE EOT n that was asked last
        Automatic, ///< bytes[0..3]: ASB
        Paper,     ///< bytes[0]: GS r 1, sent once everything before it was processed
        Receipt,   ///< text: the 4 characters of GS ( H; the job is on paper
        Cleared,   ///< the buffers were cleared (DLE DC4 8)
        Text,      ///< text: model or maker (GS I)
    };
    Kind kind = Kind::RealTime;
    std::array<std::uint8_t, 4> bytes{};
    std::string text;

    friend bool operator==(const StatusEvent&, const StatusEvent&) = default;
};

class StatusParser {
public:
    std::vector<StatusEvent> feed(core::ByteView bytes);
    /// Forgets a half-read answer: the pipe was opened anew.
    void reset();

private:
    enum class Place { Between, Block, Automatic };
    void feedByte(std::uint8_t byte, std::vector<StatusEvent>& events);
    void between(std::uint8_t byte, std::vector<StatusEvent>& events);
    bool insideBlock(std::uint8_t byte, std::vector<StatusEvent>& events);
    bool insideAutomatic(std::uint8_t byte, std::vector<StatusEvent>& events);

    Place place_ = Place::Between;
    std::string block_; ///< with its header byte
    std::array<std::uint8_t, 4> automatic_{};
    std::size_t automaticCount_ = 0;
};

/// The bits of the answers, by Epson's reference.
namespace status {
constexpr std::uint8_t kOffline = 0x08;        // DLE EOT 1
constexpr std::uint8_t kCoverOpen = 0x04;      // DLE EOT 2
constexpr std::uint8_t kFeeding = 0x08;        // DLE EOT 2: the button is pressed
constexpr std::uint8_t kPaperEndStop = 0x20;   // DLE EOT 2
constexpr std::uint8_t kErrorStop = 0x40;      // DLE EOT 2
constexpr std::uint8_t kPaperNearEnd = 0x0C;   // DLE EOT 4
constexpr std::uint8_t kPaperEnd = 0x60;       // DLE EOT 4
constexpr std::uint8_t kSequentialEnd = 0x0C;  // GS r 1
constexpr std::uint8_t kSequentialNear = 0x03; // GS r 1
} // namespace status

} // namespace menzhen::printer
