// SPDX-License-Identifier: Apache-2.0
#include "app/counter/stationkeys.h"

#include <QAbstractButton>
#include <QKeyEvent>
#include <QWidget>

namespace menzhen::counter {

namespace {

/// The button that has the focus, for the keys that press a button: whoever walks with Tab presses
/// what they stand on, and never Next by mistake.
QAbstractButton* pressedBy(QObject* watched, const QKeyEvent& event) {
    const int code = event.key();
    if (code != Qt::Key_Space && code != Qt::Key_Return && code != Qt::Key_Enter) return nullptr;
    auto* button = qobject_cast<QAbstractButton*>(watched);
    return button && button->hasFocus() ? button : nullptr;
}

} // namespace

StationKeys::StationKeys(Act act, QObject* parent) : QObject(parent), act_(std::move(act)) {}

void StationKeys::watch(QWidget* widget) {
    widget->installEventFilter(this);
}

bool StationKeys::read(const QKeyEvent& event, Press& press) {
    if (event.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier))
        return false;
    const int code = event.key();
    if (code >= Qt::Key_1 && code <= Qt::Key_9) {
        press = {Key::Choose, code - Qt::Key_0};
        return true;
    }
    const auto key = [code]() -> int {
        switch (code) {
        case Qt::Key_Space:
        case Qt::Key_Return:
        case Qt::Key_Enter:
        case Qt::Key_Plus:
            return static_cast<int>(Key::Next);
        case Qt::Key_R:
        case Qt::Key_0:
            return static_cast<int>(Key::Repeat);
        case Qt::Key_M:
        case Qt::Key_Minus:
            return static_cast<int>(Key::Missed);
        case Qt::Key_T:
        case Qt::Key_Asterisk:
            return static_cast<int>(Key::ToTests);
        case Qt::Key_F:
        case Qt::Key_Slash:
            return static_cast<int>(Key::Finish);
        case Qt::Key_P:
        case Qt::Key_Period:
            return static_cast<int>(Key::Pause);
        case Qt::Key_Z:
        case Qt::Key_Backspace:
            return static_cast<int>(Key::Undo);
        case Qt::Key_H:
            return static_cast<int>(Key::Help);
        case Qt::Key_Escape:
            return static_cast<int>(Key::Leave);
        default:
            return -1;
        }
    }();
    if (key < 0) return false;
    press = {static_cast<Key>(key), 0};
    return true;
}

bool StationKeys::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::KeyPress) return false;
    const auto& key = static_cast<const QKeyEvent&>(*event);
    Press press;
    if (!read(key, press)) return false;
    // A key that is held down is one press: a book lying on the space bar calls nobody.
    if (key.isAutoRepeat()) return true;
    if (auto* button = pressedBy(watched, key))
        button->click();
    else
        act_(press);
    return true;
}

} // namespace menzhen::counter
