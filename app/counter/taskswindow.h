// SPDX-License-Identifier: Apache-2.0
// What the registry could not plainly apply, for managers: what happened to whom, what the system
// did about it, and one press to say that somebody has dealt with it. Opened from the panel.
#pragma once

#include "app/counter/stationmodel.h"

#include <QWidget>

class QLabel;
class QListWidget;
class QPushButton;

namespace menzhen::counter {

class TasksWindow : public QWidget {
    Q_OBJECT

public:
    explicit TasksWindow(StationModel& model, QWidget* parent = nullptr);

protected:
    void showEvent(QShowEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void draw();
    void settleChosen();

    StationModel& model_;
    QLabel* title_;
    QListWidget* list_;
    QLabel* state_;
    QPushButton* again_;
    QPushButton* settle_;
};

} // namespace menzhen::counter
