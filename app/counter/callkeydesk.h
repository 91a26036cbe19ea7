// SPDX-License-Identifier: Apache-2.0
// Brings the keys from outside to the station: presses to its windows, how the keys stand to the
// model. Thread: GUI; the drivers' Post leads there.
#pragma once

#include "app/counter/callkeysview.h"
#include "app/counter/stationwindows.h"

#include <memory>

namespace menzhen::counter {

class CallKeyDesk {
public:
    CallKeyDesk(StationModel& model, StationWindows& windows);
    ~CallKeyDesk();
    CallKeyDesk(const CallKeyDesk&) = delete;
    CallKeyDesk& operator=(const CallKeyDesk&) = delete;

    /// Starts them; `keys` are those that the driver was made with.
    void addPad(std::unique_ptr<ports::CallKeys> pad, std::vector<ports::CallKey> keys);
    void addKeyboard(std::unique_ptr<ports::CallKeys> keyboard, std::vector<ports::CallKey> keys);

private:
    void start(ports::CallKeys& source, CallKeySource CallKeysView::*place);

    StationModel& model_;
    StationWindows& windows_;
    CallKeysView view_;
    std::unique_ptr<ports::CallKeys> pad_;
    std::unique_ptr<ports::CallKeys> keyboard_;
};

} // namespace menzhen::counter
