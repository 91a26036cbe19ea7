// SPDX-License-Identifier: Apache-2.0
#include "app/boot/callkeynames.h"

#include <array>
#include <linux/input-event-codes.h>
#include <utility>

namespace menzhen::boot {

namespace {

using ports::CallAct;
using ports::CallKey;

auto wrongKey(std::string why) {
    return tl::unexpected<std::string>(std::move(why));
}

struct Named {
    std::string_view name;
    unsigned code;
    bool types; ///< or moves: other programs need it
};

constexpr Named keys[] = {
    // clang-format off
    {"F1", KEY_F1, false}, {"F2", KEY_F2, false}, {"F3", KEY_F3, false}, {"F4", KEY_F4, false},
    {"F5", KEY_F5, false}, {"F6", KEY_F6, false}, {"F7", KEY_F7, false}, {"F8", KEY_F8, false},
    {"F9", KEY_F9, false}, {"F10", KEY_F10, false}, {"F11", KEY_F11, false}, {"F12", KEY_F12, false},
    {"F13", KEY_F13, false}, {"F14", KEY_F14, false}, {"F15", KEY_F15, false}, {"F16", KEY_F16, false},
    {"F17", KEY_F17, false}, {"F18", KEY_F18, false}, {"F19", KEY_F19, false}, {"F20", KEY_F20, false},
    {"F21", KEY_F21, false}, {"F22", KEY_F22, false}, {"F23", KEY_F23, false}, {"F24", KEY_F24, false},
    {"Pause", KEY_PAUSE, false}, {"ScrollLock", KEY_SCROLLLOCK, false}, {"PlayPause", KEY_PLAYPAUSE, false},
    {"VolumeUp", KEY_VOLUMEUP, false}, {"VolumeDown", KEY_VOLUMEDOWN, false},
    {"Insert", KEY_INSERT, true}, {"Delete", KEY_DELETE, true}, {"Home", KEY_HOME, true}, {"End", KEY_END, true},
    {"PageUp", KEY_PAGEUP, true}, {"PageDown", KEY_PAGEDOWN, true}, {"Up", KEY_UP, true}, {"Down", KEY_DOWN, true},
    {"Left", KEY_LEFT, true}, {"Right", KEY_RIGHT, true}, {"Space", KEY_SPACE, true}, {"Enter", KEY_ENTER, true},
    {"Tab", KEY_TAB, true}, {"Backspace", KEY_BACKSPACE, true}, {"Escape", KEY_ESC, true},
    {"KP0", KEY_KP0, true}, {"KP1", KEY_KP1, true}, {"KP2", KEY_KP2, true}, {"KP3", KEY_KP3, true},
    {"KP4", KEY_KP4, true}, {"KP5", KEY_KP5, true}, {"KP6", KEY_KP6, true}, {"KP7", KEY_KP7, true},
    {"KP8", KEY_KP8, true}, {"KP9", KEY_KP9, true}, {"KPPlus", KEY_KPPLUS, true}, {"KPMinus", KEY_KPMINUS, true},
    {"KPAsterisk", KEY_KPASTERISK, true}, {"KPSlash", KEY_KPSLASH, true}, {"KPDot", KEY_KPDOT, true},
    {"KPEnter", KEY_KPENTER, true},
    {"A", KEY_A, true}, {"B", KEY_B, true}, {"C", KEY_C, true}, {"D", KEY_D, true}, {"E", KEY_E, true},
    {"F", KEY_F, true}, {"G", KEY_G, true}, {"H", KEY_H, true}, {"I", KEY_I, true}, {"J", KEY_J, true},
    {"K", KEY_K, true}, {"L", KEY_L, true}, {"M", KEY_M, true}, {"N", KEY_N, true}, {"O", KEY_O, true},
    {"P", KEY_P, true}, {"Q", KEY_Q, true}, {"R", KEY_R, true}, {"S", KEY_S, true}, {"T", KEY_T, true},
    {"U", KEY_U, true}, {"V", KEY_V, true}, {"W", KEY_W, true}, {"X", KEY_X, true}, {"Y", KEY_Y, true},
    {"Z", KEY_Z, true},
    {"0", KEY_0, true}, {"1", KEY_1, true}, {"2", KEY_2, true}, {"3", KEY_3, true}, {"4", KEY_4, true},
    {"5", KEY_5, true}, {"6", KEY_6, true}, {"7", KEY_7, true}, {"8", KEY_8, true}, {"9", KEY_9, true},
    // clang-format on
};

constexpr std::pair<std::string_view, unsigned> modifiers[] = {{"Ctrl", ports::ctrlKey},
                                                               {"Alt", ports::altKey},
                                                               {"Shift", ports::shiftKey},
                                                               {"Meta", ports::metaKey}};

constexpr std::pair<std::string_view, CallAct> acts[] = {
    {"next", CallAct::Next},     {"repeat", CallAct::Repeat}, {"missed", CallAct::Missed},
    {"tests", CallAct::ToTests}, {"finish", CallAct::Finish}, {"pause", CallAct::Pause},
    {"undo", CallAct::Undo},     {"help", CallAct::Help},     {"bar", CallAct::Bar}};

template <class T, std::size_t N>
const T* named(const std::pair<std::string_view, T> (&table)[N], std::string_view name) {
    for (const auto& [known, value] : table)
        if (known == name) return &value;
    return nullptr;
}

const Named* keyNamed(std::string_view name) {
    for (const Named& key : keys)
        if (key.name == name) return &key;
    return nullptr;
}

/// The key as written, and whether it may stand alone on a keyboard.
Value<std::pair<CallKey, bool>> readKey(std::string_view text) {
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos)
        return wrongKey("is no KEY=ACT; write for example \"F13=next\"");
    CallKey key;
    key.name = text.substr(0, equals);
    const CallAct* act = named(acts, text.substr(equals + 1));
    if (!act)
        return wrongKey("has no act that a key can do; write next, repeat, missed, tests, finish, "
                        "pause, undo, help or bar after the =");
    key.act = *act;
    std::string_view rest = text.substr(0, equals);
    for (std::size_t plus; (plus = rest.find('+')) != std::string_view::npos;
         rest = rest.substr(plus + 1)) {
        const unsigned* bit = named(modifiers, rest.substr(0, plus));
        if (!bit) return wrongKey("begins with something other than Ctrl, Alt, Shift or Meta");
        key.modifiers |= *bit;
    }
    const Named* which = keyNamed(rest);
    if (!which) return wrongKey("names no key that is known here (docs/callkeys.md lists them)");
    key.code = which->code;
    return std::pair{std::move(key), !which->types};
}

} // namespace

Value<CallKey> readPadKey(std::string_view text) {
    auto key = readKey(text);
    if (!key) return tl::unexpected(key.error());
    if (key->first.modifiers != 0)
        return wrongKey("has Ctrl, Alt, Shift or Meta; a key of a call pad stands alone");
    return std::move(key->first);
}

Value<CallKey> readHotKey(std::string_view text) {
    auto key = readKey(text);
    if (!key) return tl::unexpected(key.error());
    const unsigned chord = ports::ctrlKey | ports::altKey | ports::metaKey;
    if (!key->second && (key->first.modifiers & chord) == 0)
        return wrongKey(
            "would take a key that other programs type with; write it with Ctrl, Alt or "
            "Meta, or take one of F1 to F24, Pause, ScrollLock");
    return std::move(key->first);
}

std::vector<CallKey> usualPadKeys() {
    return {{"F13", KEY_F13, 0, CallAct::Next},
            {"F14", KEY_F14, 0, CallAct::Repeat},
            {"F15", KEY_F15, 0, CallAct::Missed},
            {"F16", KEY_F16, 0, CallAct::ToTests},
            {"F17", KEY_F17, 0, CallAct::Finish}};
}

std::string keyTwice(const std::vector<CallKey>& all) {
    for (std::size_t i = 0; i < all.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (all[i].code == all[j].code && all[i].modifiers == all[j].modifiers)
                return all[i].name;
    return {};
}

} // namespace menzhen::boot
