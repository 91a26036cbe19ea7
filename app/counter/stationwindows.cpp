// SPDX-License-Identifier: Apache-2.0
#include "app/counter/stationwindows.h"

#include "app/counter/pausechooser.h"

#include <QApplication>
#include <QPushButton>
#include <QScreen>

namespace menzhen::counter {

namespace {

constexpr int edgePx = 24; ///< between the bar and the edges of the screen

} // namespace

StationWindows::StationWindows(StationModel& model, const QString& choiceFile, QObject* parent)
    : QObject(parent), model_(model), last_(choiceFile),
      keys_([this](Press press) { act(press); }, this), signIn_(model), room_(model, last_),
      bar_(model, keys_), panel_(model, keys_) {
    connect(&model_, &StationModel::placeChanged, this, &StationWindows::show);
    connect(&bar_, &BarWindow::pressed, this, [this](Key key) { act({key, 0}); });
    connect(&bar_, &BarWindow::panelWanted, this, [this] {
        if (panel_.isVisible())
            panel_.hide();
        else
            panel_.showBeside(bar_);
    });
}

void StationWindows::show() {
    using Place = StationModel::Place;
    const Place place = model_.place();
    // The new window first: a program without a window in sight would end.
    if (place == Place::SignIn) signIn_.show();
    if (place == Place::Room) room_.show();
    if (place == Place::Calling) {
        placeBar();
        bar_.show();
        bringBar(); // its user has just opened the room with a key in another window
    }
    if (place != Place::SignIn) signIn_.hide();
    if (place != Place::Room) room_.hide();
    if (place != Place::Calling) {
        bar_.hide();
        panel_.hide();
    }
}

void StationWindows::placeBar() {
    if (bar_.testAttribute(Qt::WA_Moved)) return;
    const QRect screen = bar_.screen()->availableGeometry();
    bar_.move(screen.right() - barWidthPx - edgePx, screen.top() + edgePx);
}

void StationWindows::act(Press press) {
    switch (press.key) {
    case Key::Next:
        return model_.next();
    case Key::Repeat:
        return model_.move(Move::Recall);
    case Key::Missed:
        return model_.move(Move::Missed);
    case Key::ToTests:
        return model_.move(Move::ToTests);
    case Key::Finish:
        return model_.move(Move::Finish);
    case Key::Undo:
        return model_.move(Move::Undo);
    case Key::Pause:
        return actPause();
    case Key::Help:
        return model_.askHelp();
    case Key::Choose:
        break;
    case Key::Leave:
        if (panel_.pauseChooser().isVisible()) return panel_.pauseChooser().hide();
        bar_.nextButton()->setFocus();
        return panel_.hide();
    }
    if (panel_.pauseChooser().isVisible()) return panel_.pauseChooser().choose(press.line);
    if (!panel_.isVisible()) panel_.showBeside(bar_);
    model_.choose(press.line);
}

void StationWindows::called(ports::CallAct called) {
    using Act = ports::CallAct;
    if (model_.place() != StationModel::Place::Calling) return;
    QApplication::beep(); // the eyes are on another program
    const auto key = [called]() -> std::optional<Key> {
        switch (called) {
        case Act::Next:
            return Key::Next;
        case Act::Repeat:
            return Key::Repeat;
        case Act::Missed:
            return Key::Missed;
        case Act::ToTests:
            return Key::ToTests;
        case Act::Finish:
            return Key::Finish;
        case Act::Pause:
            return Key::Pause;
        case Act::Undo:
            return Key::Undo;
        case Act::Help:
            return Key::Help;
        case Act::Bar:
            break;
        }
        return std::nullopt;
    }();
    if (key) return act({*key, 0});
    bringBar();
}

void StationWindows::bringBar() {
    bar_.raise();
    bar_.activateWindow();
    bar_.nextButton()->setFocus();
}

void StationWindows::actPause() {
    if (model_.isPaused()) return model_.resume();
    panel_.pauseChooser().show();
    if (!panel_.isVisible()) panel_.showBeside(bar_);
}

} // namespace menzhen::counter
