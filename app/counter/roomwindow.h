// SPDX-License-Identifier: Apache-2.0
// The second window: which queue of today, in which room. What was chosen last is chosen already.
#pragma once

#include "app/counter/lastchoice.h"
#include "app/counter/stationmodel.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace menzhen::counter {

class RoomWindow : public QWidget {
    Q_OBJECT

public:
    RoomWindow(StationModel& model, LastChoice& last, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void retranslate();
    void drawQueues();
    void drawRooms();
    void drawError();
    void submit();
    const flows::QueueView* queue() const; ///< nothing chosen: null
    QWidget* listBeside(QLabel* label, QListWidget* list);
    void connectAll();

    StationModel& model_;
    LastChoice& last_;
    QLabel* title_;
    QLabel* findLabel_;
    QLineEdit* find_;
    QLabel* queuesLabel_;
    QListWidget* queues_;
    QLabel* roomsLabel_;
    QListWidget* rooms_;
    QLabel* error_;
    QPushButton* signOut_;
    QPushButton* open_;
};

} // namespace menzhen::counter
