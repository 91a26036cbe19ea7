// SPDX-License-Identifier: Apache-2.0
// The compact bar beside the doctor's other software: at most 320 x 80 pixels, always on top, never
// modal, never taking the focus by itself. Everything in it has a letter (stationkeys.h).
#pragma once

#include "app/counter/stationkeys.h"
#include "app/counter/stationmodel.h"

#include <QTimer>
#include <QWidget>
#include <vector>

class QLabel;
class QPushButton;

namespace menzhen::counter {

class ElidedLabel;

inline constexpr int barWidthPx = 320; ///< experience.md 2.3
inline constexpr int barHeightPx = 80;

class BarWindow : public QWidget {
    Q_OBJECT

public:
    /// `keys` also gets the presses of the buttons.
    BarWindow(StationModel& model, StationKeys& keys, QWidget* parent = nullptr);

    QPushButton* nextButton() const { return next_; }

signals:
    void pressed(menzhen::counter::Key key);
    void panelWanted();

protected:
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override; ///< the bar is moved by its ground

private:
    QPushButton* button(const char* name, Key key);
    void layOut();
    void retranslate();
    void draw();
    void drawPatient();
    void drawKey();
    void drawLine();
    void drawUndo();

    StationModel& model_;
    QLabel* number_;
    ElidedLabel* name_;
    QLabel* room_;
    ElidedLabel* nextThree_;
    QLabel* count_;
    QPushButton* next_;
    QPushButton* repeat_;
    QPushButton* missed_;
    QPushButton* tests_;
    QPushButton* finish_;
    QPushButton* pause_;
    QPushButton* panel_;
    QPushButton* undo_; ///< in the room's place as long as something can be taken back
    QTimer countdown_;
    ElidedLabel* line_;
};

} // namespace menzhen::counter
