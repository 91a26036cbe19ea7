// SPDX-License-Identifier: Apache-2.0
#include "app/counter/helplist.h"

#include "app/counter/wording.h"

#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace menzhen::counter {

HelpList::HelpList(StationModel& model, QWidget* parent)
    : QWidget(parent), model_(model), lines_(new QVBoxLayout(this)) {
    lines_->setContentsMargins(0, 0, 0, 0);
}

QWidget* HelpList::line(const flows::HelpView& help) {
    auto* frame = new QFrame(this);
    frame->setObjectName(QStringLiteral("help"));
    auto* row = new QHBoxLayout(frame);
    row->setContentsMargins(8, 4, 4, 4);
    const QString words = CounterWords::help(help, model_.clock());
    auto* label = new QLabel(words, frame);
    auto* answer = new QPushButton(tr("Answer"), frame);
    answer->setFocusPolicy(Qt::TabFocus);
    answer->setAccessibleName(tr("Answer: %1").arg(words));
    connect(answer, &QPushButton::clicked, this, [this, id = help.id] { model_.answerHelp(id); });
    row->addWidget(label, 1);
    row->addWidget(answer);
    return frame;
}

void HelpList::draw() {
    const auto& helps = model_.picture().helps;
    QString wanted = model_.language();
    for (const auto& help : helps)
        wanted += QLatin1Char(' ') + plain(help.id);
    if (wanted == shown_) return;
    shown_ = wanted;
    while (QLayoutItem* item = lines_->takeAt(0)) {
        // Later: one of them may be the button that is just being pressed.
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (std::size_t i = 0; i < helps.size() && i < maxHelpsShown; ++i)
        lines_->addWidget(line(helps[i]));
    if (helps.size() > maxHelpsShown)
        lines_->addWidget(new QLabel(tr("and %1 more").arg(helps.size() - maxHelpsShown), this));
    setVisible(!helps.empty());
}

} // namespace menzhen::counter
