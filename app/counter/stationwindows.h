// SPDX-License-Identifier: Apache-2.0
// The station's windows together: which is in sight, and what a key does in which.
#pragma once

#include "app/counter/barwindow.h"
#include "app/counter/lastchoice.h"
#include "app/counter/panelwindow.h"
#include "app/counter/roomwindow.h"
#include "app/counter/signinwindow.h"
#include "app/counter/stationkeys.h"
#include "app/ports/callkeys.h"

#include <QObject>

namespace menzhen::counter {

class StationWindows : public QObject {
    Q_OBJECT

public:
    /// `choiceFile`: see lastchoice.h.
    StationWindows(StationModel& model, const QString& choiceFile, QObject* parent = nullptr);

    /// What the model's place asks for; the first time the sign-in.
    void show();

    /// A key from outside these windows: whatever is in front, while a room is open.
    void called(ports::CallAct act);

    SignInWindow& signIn() { return signIn_; }

    RoomWindow& room() { return room_; }

    BarWindow& bar() { return bar_; }

    PanelWindow& panel() { return panel_; }

private:
    void act(Press press);
    void actPause();
    void bringBar();
    void placeBar();

    StationModel& model_;
    LastChoice last_;
    StationKeys keys_;
    SignInWindow signIn_;
    RoomWindow room_;
    BarWindow bar_;
    PanelWindow panel_;
};

} // namespace menzhen::counter
