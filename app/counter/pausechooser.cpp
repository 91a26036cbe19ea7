// SPDX-License-Identifier: Apache-2.0
#include "app/counter/pausechooser.h"

#include "app/counter/wording.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <iterator>

namespace menzhen::counter {

PauseChooser::PauseChooser(StationModel& model, QWidget* parent)
    : QFrame(parent), model_(model), title_(new QLabel(this)), leave_(new QPushButton(this)) {
    setObjectName(QStringLiteral("pause"));
    auto* lines = new QGridLayout(this);
    lines->setSpacing(4);
    lines->addWidget(title_, 0, 0);
    for (int line = 1; line <= static_cast<int>(std::size(pauseChoices)); ++line) {
        auto* choice = new QPushButton(this);
        choice->setFocusPolicy(Qt::TabFocus);
        connect(choice, &QPushButton::clicked, this, [this, line] { choose(line); });
        lines->addWidget(choice, 1 + (line - 1) / 2, (line - 1) % 2);
        choices_.push_back(choice);
    }
    leave_->setFocusPolicy(Qt::TabFocus);
    connect(leave_, &QPushButton::clicked, this, &QWidget::hide);
    lines->addWidget(leave_, 0, 1);
    retranslate();
    hide();
}

void PauseChooser::choose(int line) {
    if (line < 1 || static_cast<std::size_t>(line) > std::size(pauseChoices)) return;
    hide();
    model_.pause(pauseChoices[line - 1]);
}

void PauseChooser::retranslate() {
    title_->setText(tr("Pause: why? Press its number"));
    for (std::size_t i = 0; i < choices_.size(); ++i)
        choices_[i]->setText(QStringLiteral("%1  %2").arg(i + 1).arg(
            CounterWords::pauseChoice(pauseChoices[i].code, pauseChoices[i].minutes)));
    leave_->setText(tr("Do not pause (Esc)"));
}

} // namespace menzhen::counter
