// SPDX-License-Identifier: Apache-2.0
// What the bar has no room for: the waiting list with the reason of each call, who asks for help,
// figures, the connection in words. Opens beside the bar and takes no focus by itself.
#pragma once

#include "app/counter/stationkeys.h"
#include "app/counter/stationmodel.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QTableView;

namespace menzhen::counter {

class ChoiceBox;
class ElidedLabel;
class HelpList;
class PauseChooser;
class TasksWindow;
class WaitingList;

class PanelWindow : public QWidget {
    Q_OBJECT

public:
    PanelWindow(StationModel& model, StationKeys& keys, QWidget* parent = nullptr);

    /// Under the bar, or above it where the screen ends.
    void showBeside(const QWidget& bar);

    TasksWindow& tasks() { return *tasks_; }

    PauseChooser& pauseChooser() { return *pause_; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void layOut();
    void connectAll();
    void makeTable();
    void retranslate();
    void draw();
    void drawLine();
    void drawState();
    void drawList(const flows::Desk& desk);
    void selectRow(int row);

    StationModel& model_;
    WaitingList* list_;
    QLabel* title_;
    QPushButton* language_;
    QLabel* sign_;
    QLabel* connection_;
    PauseChooser* pause_;
    HelpList* helps_;
    QLabel* listLabel_;
    QTableView* table_;
    ChoiceBox* choice_;
    QLabel* figures_;
    ElidedLabel* line_;
    QPushButton* nurse_;
    QPushButton* settle_; ///< for managers
    TasksWindow* tasks_;
    QPushButton* changeRoom_;
    QPushButton* signOut_;
    bool drawing_ = false; ///< the list moves by itself: nobody selects
};

} // namespace menzhen::counter
