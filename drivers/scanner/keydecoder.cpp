// SPDX-License-Identifier: Apache-2.0
#include "drivers/scanner/keydecoder.h"
#include "app/ports/codescanner.h"
#include "drivers/scanner/lineframer.h"

#include <linux/input-event-codes.h>
#include <string_view>

namespace menzhen::scanner {
namespace {

/// Neighbouring key codes with their characters, plain and with shift.
struct Row {
    unsigned first;
    std::string_view plain, shifted;
};

constexpr Row rows[] = {
    {KEY_1, "1234567890-=", "!@#$%^&*()_+"},
    {KEY_Q, "qwertyuiop[]", "QWERTYUIOP{}"},
    {KEY_A, "asdfghjkl;'`", "ASDFGHJKL:\"~"},
    {KEY_BACKSLASH, "\\zxcvbnm,./", "|ZXCVBNM<>?"},
    {KEY_SPACE, " ", " "},
    {KEY_KPASTERISK, "*", "*"},
    {KEY_KP7, "789-456+1230.", "789-456+1230."},
    {KEY_KPSLASH, "/", "/"},
    {KEY_KPEQUAL, "=", "="},
};

constexpr unsigned shiftKeys = 1 | 2;
constexpr unsigned ctrlKeys = 4 | 8;

unsigned modifierBit(unsigned code) {
    switch (code) {
    case KEY_LEFTSHIFT:
        return 1;
    case KEY_RIGHTSHIFT:
        return 2;
    case KEY_LEFTCTRL:
        return 4;
    case KEY_RIGHTCTRL:
        return 8;
    default:
        return 0;
    }
}

bool isLower(char c) {
    return c >= 'a' && c <= 'z';
}

} // namespace

std::optional<char> usCharacter(unsigned key, bool shift) {
    for (const Row& row : rows)
        if (key >= row.first && key - row.first < row.plain.size())
            return (shift ? row.shifted : row.plain)[key - row.first];
    return std::nullopt;
}

std::vector<std::string> KeyDecoder::feed(core::ByteView bytes, std::int64_t nowMs) {
    std::vector<std::string> out = silence(nowMs);
    for (const wire::KeyEvent& event : events_.feed(bytes)) {
        key(event, out);
        lastKeyMs_ = nowMs;
    }
    return out;
}

void KeyDecoder::key(const wire::KeyEvent& event, std::vector<std::string>& out) {
    using Kind = wire::KeyEvent::Kind;
    const unsigned code = event.code;
    if (const unsigned bit = modifierBit(code); bit != 0) {
        held_ = event.kind == Kind::Released ? held_ & ~bit : held_ | bit;
        return;
    }
    if (event.kind != Kind::Pressed) return;
    if (code == KEY_CAPSLOCK)
        capsLock_ = !capsLock_;
    else if (code == KEY_ENTER || code == KEY_KPENTER || code == KEY_TAB)
        finish(out);
    else
        type(code);
}

void KeyDecoder::type(unsigned code) {
    const bool shift = (held_ & shiftKeys) != 0;
    const auto plain = usCharacter(code, false);
    auto typed = usCharacter(code, capsLock_ && plain && isLower(*plain) ? !shift : shift);
    if (!typed) return;
    if ((held_ & ctrlKeys) != 0) {
        if (!isLower(*plain) && *plain != ']') return;
        typed = static_cast<char>(*plain & 0x1F);
    }
    if (text_.size() < ports::CodeScanner::maxScanBytes)
        text_ += *typed;
    else
        tooLong_ = true;
}

std::vector<std::string> KeyDecoder::silence(std::int64_t nowMs) {
    std::vector<std::string> out;
    if (!text_.empty() && nowMs - lastKeyMs_ >= silentMs) finish(out);
    return out;
}

void KeyDecoder::reset() {
    events_.reset();
    text_.clear();
    held_ = 0;
    capsLock_ = false;
    tooLong_ = false;
}

void KeyDecoder::finish(std::vector<std::string>& out) {
    if (!tooLong_)
        if (auto text = scanOfLine(text_)) out.push_back(std::move(*text));
    text_.clear();
    tooLong_ = false;
}

} // namespace menzhen::scanner
