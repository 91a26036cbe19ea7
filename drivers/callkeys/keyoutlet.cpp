// SPDX-License-Identifier: Apache-2.0
#include "drivers/callkeys/keyoutlet.h"

#include <chrono>

namespace menzhen::callkeys {

std::int64_t monotonicMs() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

KeyOutlet::KeyOutlet(ports::Post post) : post_(std::move(post)) {}

void KeyOutlet::open(ports::CallKeys::Listener listener) {
    session_ = std::make_shared<Session>();
    session_->listener = std::move(listener);
    told_.reset();
}

void KeyOutlet::close() {
    if (session_) session_->closed = true;
}

void KeyOutlet::pressed(ports::CallAct act) {
    if (!session_->listener.onPress) return;
    post_([session = session_, act] {
        if (!session->closed) session->listener.onPress(act);
    });
}

void KeyOutlet::tell(const ports::CallKeysStatus& status) {
    if (told_ == status) return;
    told_ = status;
    if (!session_->listener.onState) return;
    post_([session = session_, status] {
        if (!session->closed) session->listener.onState(status);
    });
}

} // namespace menzhen::callkeys
