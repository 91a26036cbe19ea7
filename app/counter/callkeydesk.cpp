// SPDX-License-Identifier: Apache-2.0
#include "app/counter/callkeydesk.h"

namespace menzhen::counter {

CallKeyDesk::CallKeyDesk(StationModel& model, StationWindows& windows)
    : model_(model), windows_(windows) {}

CallKeyDesk::~CallKeyDesk() {
    if (pad_) pad_->stop();
    if (keyboard_) keyboard_->stop();
}

void CallKeyDesk::addPad(std::unique_ptr<ports::CallKeys> pad, std::vector<ports::CallKey> keys) {
    pad_ = std::move(pad);
    view_.pad.keys = std::move(keys);
    start(*pad_, &CallKeysView::pad);
}

void CallKeyDesk::addKeyboard(std::unique_ptr<ports::CallKeys> keyboard,
                              std::vector<ports::CallKey> keys) {
    keyboard_ = std::move(keyboard);
    view_.keyboard.keys = std::move(keys);
    start(*keyboard_, &CallKeysView::keyboard);
}

void CallKeyDesk::start(ports::CallKeys& source, CallKeySource CallKeysView::*place) {
    ports::CallKeys::Listener listener;
    listener.onPress = [this](ports::CallAct act) { windows_.called(act); };
    listener.onState = [this, place](const ports::CallKeysStatus& status) {
        (view_.*place).status = status;
        model_.setCallKeys(view_);
    };
    source.start(std::move(listener));
}

} // namespace menzhen::counter
