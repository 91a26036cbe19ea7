// SPDX-License-Identifier: Apache-2.0
// Calls beside the order: the chosen line of the list with a reason, and, while the registry is
// away, a patient from the paper ticket (scanned or typed). Letters belong to its fields.
#pragma once

#include "app/counter/stationmodel.h"

#include <QFrame>
#include <string>
#include <vector>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace menzhen::counter {

class ChoiceBox : public QFrame {
    Q_OBJECT

public:
    explicit ChoiceBox(StationModel& model, QWidget* parent = nullptr);

    /// Whom the list has selected; an empty id: nobody.
    void select(const flows::WaitingView& view);

    const std::string& selected() const { return selected_.id; }

    void draw();
    void retranslate();

protected:
    /// What a field leaves over is nobody else's: Enter in it must not call the next patient.
    void keyPressEvent(QKeyEvent* event) override;

private:
    void callSelected();
    void takePaper();
    void transfer(bool wish);
    void drawQueues();

    StationModel& model_;
    flows::WaitingView selected_;
    QLabel* reasonLabel_;
    QLineEdit* reason_;
    QPushButton* call_;
    QLabel* paperLabel_;
    QLineEdit* paper_;
    QPushButton* take_;
    QLabel* queueLabel_;
    QComboBox* queue_;
    QPushButton* send_; ///< by the hospital: keeps the place
    QPushButton* wish_;
    std::vector<flows::QueueView> queues_; ///< what stands in the box
    QString queuesShown_;
};

} // namespace menzhen::counter
