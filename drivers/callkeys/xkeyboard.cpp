// SPDX-License-Identifier: Apache-2.0
#include "drivers/callkeys/xkeyboard.h"

#include <array>
#include <cstdlib>
#include <poll.h>
#include <utility>
#include <xcb/xcb.h>

namespace menzhen::callkeys {

namespace {

constexpr unsigned kernelToX = 8; ///< an X key code is the kernel's plus 8, on every Linux server
constexpr int repeatPairMs = 10;  ///< within which the press of a repeat follows its release

constexpr std::pair<unsigned, std::uint16_t> masks[] = {{ports::shiftKey, XCB_MOD_MASK_SHIFT},
                                                        {ports::ctrlKey, XCB_MOD_MASK_CONTROL},
                                                        {ports::altKey, XCB_MOD_MASK_1},
                                                        {ports::metaKey, XCB_MOD_MASK_4}};

/// Caps lock and num lock make no difference: a grab for each of their four states.
constexpr std::array<std::uint16_t, 4> locks{0, XCB_MOD_MASK_LOCK, XCB_MOD_MASK_2,
                                             XCB_MOD_MASK_LOCK | XCB_MOD_MASK_2};

std::uint16_t maskOf(unsigned modifiers) {
    std::uint16_t mask = 0;
    for (const auto& [bit, x] : masks)
        if ((modifiers & bit) != 0) mask = static_cast<std::uint16_t>(mask | x);
    return mask;
}

unsigned modifiersOf(std::uint16_t mask) {
    unsigned modifiers = 0;
    for (const auto& [bit, x] : masks)
        if ((mask & x) != 0) modifiers |= bit;
    return modifiers;
}

struct Free {
    void operator()(void* memory) const { std::free(memory); }
};

using Event = std::unique_ptr<xcb_generic_event_t, Free>;

unsigned kindOf(const xcb_generic_event_t& event) {
    constexpr unsigned sentByProgram = 0x80;
    return event.response_type & ~sentByProgram;
}

} // namespace

struct XKeyboard::Connection {
    xcb_connection_t* x = nullptr;
    xcb_window_t root = 0;
    Event ahead; ///< looked at and not taken yet

    ~Connection() { xcb_disconnect(x); }

    Event take(int waitMs);
    /// A held key repeats as a release and a press of one time.
    bool isRepeat(const xcb_key_release_event_t& release);
};

Event XKeyboard::Connection::take(int waitMs) {
    if (ahead) return std::move(ahead);
    xcb_flush(x);
    Event event(xcb_poll_for_event(x));
    if (event || xcb_connection_has_error(x) != 0) return event;
    pollfd ready{xcb_get_file_descriptor(x), POLLIN, 0};
    poll(&ready, 1, waitMs);
    return Event(xcb_poll_for_event(x));
}

bool XKeyboard::Connection::isRepeat(const xcb_key_release_event_t& release) {
    ahead = take(repeatPairMs);
    if (!ahead || kindOf(*ahead) != XCB_KEY_PRESS) return false;
    const auto& press = reinterpret_cast<const xcb_key_press_event_t&>(*ahead);
    return press.detail == release.detail && press.time == release.time;
}

XKeyboard::XKeyboard(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}

XKeyboard::~XKeyboard() = default;

std::unique_ptr<XKeyboard> XKeyboard::open() {
    auto made = std::make_unique<Connection>();
    int screen = 0;
    made->x = xcb_connect(nullptr, &screen);
    if (xcb_connection_has_error(made->x) != 0) return nullptr;
    auto roots = xcb_setup_roots_iterator(xcb_get_setup(made->x));
    for (; roots.rem > 1 && screen > 0; --screen)
        xcb_screen_next(&roots);
    made->root = roots.data->root;
    return std::unique_ptr<XKeyboard>(new XKeyboard(std::move(made)));
}

bool XKeyboard::grab(const ports::CallKey& key) {
    xcb_connection_t* const x = connection_->x;
    const auto code = static_cast<xcb_keycode_t>(key.code + kernelToX);
    bool mine = true;
    for (const std::uint16_t lock : locks) {
        const auto mask = static_cast<std::uint16_t>(maskOf(key.modifiers) | lock);
        const auto asked = xcb_grab_key_checked(x, 0, connection_->root, mask, code,
                                                XCB_GRAB_MODE_ASYNC, XCB_GRAB_MODE_ASYNC);
        if (const std::unique_ptr<xcb_generic_error_t, Free> error{xcb_request_check(x, asked)})
            mine = false;
    }
    if (mine) return true;
    // All or none: a key that works only while caps lock is on helps nobody.
    for (const std::uint16_t lock : locks)
        xcb_ungrab_key(x, code, connection_->root,
                       static_cast<std::uint16_t>(maskOf(key.modifiers) | lock));
    xcb_flush(x);
    return false;
}

std::optional<XKey> XKeyboard::next(int waitMs) {
    const Event event = connection_->take(waitMs);
    if (!event) return std::nullopt;
    const unsigned kind = kindOf(*event);
    if (kind != XCB_KEY_PRESS && kind != XCB_KEY_RELEASE) return std::nullopt;
    const auto& key = reinterpret_cast<const xcb_key_press_event_t&>(*event);
    if (kind == XCB_KEY_RELEASE && connection_->isRepeat(key)) return std::nullopt;
    return XKey{key.detail - kernelToX, modifiersOf(key.state), kind == XCB_KEY_PRESS};
}

bool XKeyboard::lost() const {
    return xcb_connection_has_error(connection_->x) != 0;
}

} // namespace menzhen::callkeys
