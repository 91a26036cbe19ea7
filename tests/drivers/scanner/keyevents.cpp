// SPDX-License-Identifier: Apache-2.0
#include "tests/drivers/scanner/keyevents.h"

#include <cstring>
#include <gtest/gtest.h>
#include <linux/input.h>
#include <map>

namespace menzhen::scanner {
namespace {

struct Stroke {
    unsigned key;
    bool shift;
};

/// Written out from a US keyboard, not from the decoder.
const std::map<char, Stroke>& keyboard() {
    static const auto keys = [] {
        std::map<char, Stroke> out;
        const auto add = [&out](unsigned key, char plain, char shifted) {
            out.emplace(plain, Stroke{key, false});
            out.emplace(shifted, Stroke{key, true});
        };
        add(KEY_GRAVE, '`', '~'), add(KEY_1, '1', '!'), add(KEY_2, '2', '@');
        add(KEY_3, '3', '#'), add(KEY_4, '4', '$'), add(KEY_5, '5', '%'), add(KEY_6, '6', '^');
        add(KEY_7, '7', '&'), add(KEY_8, '8', '*'), add(KEY_9, '9', '('), add(KEY_0, '0', ')');
        add(KEY_MINUS, '-', '_'), add(KEY_EQUAL, '=', '+'), add(KEY_LEFTBRACE, '[', '{');
        add(KEY_RIGHTBRACE, ']', '}'), add(KEY_BACKSLASH, '\\', '|');
        add(KEY_SEMICOLON, ';', ':'), add(KEY_APOSTROPHE, '\'', '"'), add(KEY_COMMA, ',', '<');
        add(KEY_DOT, '.', '>'), add(KEY_SLASH, '/', '?'), add(KEY_SPACE, ' ', ' ');
        const unsigned letters[] = {KEY_A, KEY_B, KEY_C, KEY_D, KEY_E, KEY_F, KEY_G, KEY_H, KEY_I,
                                    KEY_J, KEY_K, KEY_L, KEY_M, KEY_N, KEY_O, KEY_P, KEY_Q, KEY_R,
                                    KEY_S, KEY_T, KEY_U, KEY_V, KEY_W, KEY_X, KEY_Y, KEY_Z};
        for (int i = 0; i < 26; ++i)
            add(letters[i], static_cast<char>('a' + i), static_cast<char>('A' + i));
        return out;
    }();
    return keys;
}

} // namespace

core::Bytes operator+(core::Bytes a, const core::Bytes& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

core::Bytes event(unsigned type, unsigned code, int value) {
    input_event e{};
    e.type = static_cast<decltype(e.type)>(type);
    e.code = static_cast<decltype(e.code)>(code);
    e.value = value;
    core::Bytes out(sizeof e);
    std::memcpy(out.data(), &e, sizeof e);
    return out;
}

core::Bytes stroke(unsigned key) {
    const core::Bytes sync = event(EV_SYN, SYN_REPORT, 0);
    return event(EV_KEY, key, 1) + sync + event(EV_KEY, key, 0) + sync;
}

core::Bytes typed(const std::string& text) {
    core::Bytes out;
    for (const char c : text) {
        const auto key = keyboard().find(c);
        if (key == keyboard().end()) {
            ADD_FAILURE() << "no key types '" << c << "'";
            continue;
        }
        const Stroke s = key->second;
        if (s.shift) out = std::move(out) + event(EV_KEY, KEY_RIGHTSHIFT, 1);
        out = std::move(out) + stroke(s.key);
        if (s.shift) out = std::move(out) + event(EV_KEY, KEY_RIGHTSHIFT, 0);
    }
    return out;
}

} // namespace menzhen::scanner
