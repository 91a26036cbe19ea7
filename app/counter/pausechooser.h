// SPDX-License-Identifier: Apache-2.0
// Why and for how long the room stops calling: four lines, chosen by 1 to 4 or by pressing one.
#pragma once

#include "app/counter/stationmodel.h"

#include <QFrame>
#include <vector>

class QLabel;
class QPushButton;

namespace menzhen::counter {

class PauseChooser : public QFrame {
    Q_OBJECT

public:
    explicit PauseChooser(StationModel& model, QWidget* parent = nullptr);

    void choose(int line); ///< from 1; beyond the last nothing happens
    void retranslate();

private:
    StationModel& model_;
    QLabel* title_;
    std::vector<QPushButton*> choices_;
    QPushButton* leave_;
};

} // namespace menzhen::counter
