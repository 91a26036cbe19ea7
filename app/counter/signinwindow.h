// SPDX-License-Identifier: Apache-2.0
// The first window: user and PIN. The PIN is hidden, and emptied with every try.
#pragma once

#include "app/counter/stationmodel.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace menzhen::counter {

class ElidedLabel;

class SignInWindow : public QWidget {
    Q_OBJECT

public:
    explicit SignInWindow(StationModel& model, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void submit();
    void draw();

    StationModel& model_;
    QLabel* title_;
    QLabel* userLabel_;
    QLineEdit* user_;
    QLabel* pinLabel_;
    QLineEdit* pin_;
    QLabel* error_;
    QPushButton* signIn_;
    QPushButton* language_;
    QLabel* sign_;
    ElidedLabel* connection_;
};

} // namespace menzhen::counter
