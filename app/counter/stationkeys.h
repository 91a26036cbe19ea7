// SPDX-License-Identifier: Apache-2.0
// One key, one act (experience.md 2.3): letters for the right hand, the numeric pad as their twin,
// 1 to 9 for a line of whatever list is open; never a chord. Installed on the station's windows and
// on whatever in them would eat letters.
#pragma once

#include <QObject>
#include <functional>

class QKeyEvent;
class QWidget;

namespace menzhen::counter {

enum class Key { Next, Repeat, Missed, ToTests, Finish, Pause, Undo, Help, Choose, Leave };

struct Press {
    Key key = Key::Next;
    int line = 0; ///< of Choose, 1 to 9
};

class StationKeys : public QObject {
    Q_OBJECT

public:
    using Act = std::function<void(Press)>;

    StationKeys(Act act, QObject* parent);
    void watch(QWidget* widget);

    /// False: not one of ours. Ctrl, Alt and Meta make a key somebody else's.
    static bool read(const QKeyEvent& event, Press& press);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    Act act_;
};

} // namespace menzhen::counter
