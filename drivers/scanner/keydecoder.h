// SPDX-License-Identifier: Apache-2.0
// Scanners that type like a keyboard, read below the keyboard layout and the input method: struct
// input_event of the kernel, keys as on a US keyboard with shift and caps lock (which is what
// scanners are set to when they leave the factory). A scan ends with Enter, Tab or 100 ms without
// a key. Ctrl with a letter or ] is a control character (GS inside GS1 codes). Key repeat, releases
// of other keys and keys without a character are ignored.
#pragma once

#include "drivers/scanner/byteinterpreter.h"
#include "drivers/wire/inputdevice.h"

#include <optional>

namespace menzhen::scanner {

/// The character of a key code (linux/input-event-codes.h) on a US keyboard.
std::optional<char> usCharacter(unsigned key, bool shift);

class KeyDecoder final : public ByteInterpreter {
public:
    static constexpr int silentMs = 100;

    /// `bytes` is any part of a stream of struct input_event as this machine lays it out.
    std::vector<std::string> feed(core::ByteView bytes, std::int64_t nowMs) override;
    std::vector<std::string> silence(std::int64_t nowMs) override;
    void reset() override;

private:
    void key(const wire::KeyEvent& event, std::vector<std::string>& out);
    void type(unsigned code);
    void finish(std::vector<std::string>& out);

    wire::KeyEvents events_;
    std::string text_;
    unsigned held_ = 0; ///< shift and ctrl keys that are down, one bit each
    bool capsLock_ = false;
    bool tooLong_ = false;
    std::int64_t lastKeyMs_ = 0;
};

} // namespace menzhen::scanner
