// SPDX-License-Identifier: Apache-2.0
#include "drivers/callkeys/hotkeys.h"
#include "app/core/check.h"
#include "drivers/callkeys/xkeyboard.h"

#include <cstdlib>

namespace menzhen::callkeys {

namespace {

using ports::CallKeysState;

bool underWayland() {
    const char* const screen = std::getenv("WAYLAND_DISPLAY");
    return screen != nullptr && *screen != '\0';
}

} // namespace

HotKeys::HotKeys(std::vector<ports::CallKey> keys, ports::Post post)
    : keys_(std::move(keys)), filter_(keys_), outlet_(std::move(post)) {}

HotKeys::~HotKeys() {
    stop();
}

void HotKeys::start(Listener listener) {
    MENZHEN_CHECK(!thread_.joinable(), "hot keys were started twice");
    outlet_.open(std::move(listener));
    outlet_.tell({CallKeysState::Starting});
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void HotKeys::stop() {
    if (!thread_.joinable()) return;
    thread_.request_stop();
    thread_.join();
    outlet_.close();
}

void HotKeys::grabRest(XKeyboard& keyboard, std::vector<ports::CallKey>& rest) {
    std::erase_if(rest, [&keyboard](const ports::CallKey& key) { return keyboard.grab(key); });
    if (rest.empty()) return outlet_.tell({CallKeysState::Working});
    ports::CallKeysStatus status{CallKeysState::Taken};
    for (const ports::CallKey& key : rest) {
        status.taken.push_back(key.name);
        status.detail += (status.detail.empty() ? "" : ", ") + key.name;
    }
    status.detail = "Held by another program: " + status.detail + ".";
    outlet_.tell(status);
}

void HotKeys::run(const std::stop_token& stop) {
    if (underWayland())
        return outlet_.tell({CallKeysState::NotHere,
                             {},
                             "Wayland gives no program the keys of others; use a call pad."});
    const auto keyboard = XKeyboard::open();
    if (!keyboard)
        return outlet_.tell(
            {CallKeysState::NotHere, {}, "There is no X server to take keys from."});
    std::vector<ports::CallKey> rest = keys_;
    grabRest(*keyboard, rest);
    std::int64_t askedMs = monotonicMs();
    while (!stop.stop_requested() && !keyboard->lost()) {
        const auto key = keyboard->next(stepMs);
        const std::int64_t now = monotonicMs();
        if (key && !key->down) filter_.up(key->code);
        if (key && key->down)
            if (const auto act = filter_.down(key->code, key->modifiers, now))
                outlet_.pressed(*act);
        if (rest.empty() || now - askedMs < askAgainMs) continue;
        grabRest(*keyboard, rest);
        askedMs = now;
    }
}

} // namespace menzhen::callkeys
