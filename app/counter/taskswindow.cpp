// SPDX-License-Identifier: Apache-2.0
#include "app/counter/taskswindow.h"

#include "app/counter/wording.h"

#include <QKeyEvent>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace menzhen::counter {

namespace {

constexpr QSize tasksSize(720, 420);
constexpr int idRole = Qt::UserRole;

} // namespace

TasksWindow::TasksWindow(StationModel& model, QWidget* parent)
    : QWidget(parent, Qt::Window | Qt::WindowStaysOnTopHint), model_(model),
      title_(new QLabel(this)), list_(new QListWidget(this)), state_(new QLabel(this)),
      again_(new QPushButton(this)), settle_(new QPushButton(this)) {
    setObjectName(QStringLiteral("window"));
    setAttribute(Qt::WA_StyledBackground);
    title_->setObjectName(QStringLiteral("title"));
    title_->setBuddy(list_);
    list_->setObjectName(QStringLiteral("tasks"));
    list_->setWordWrap(true);
    list_->setTextElideMode(Qt::ElideNone);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    state_->setObjectName(QStringLiteral("quiet"));
    state_->setWordWrap(true);
    settle_->setObjectName(QStringLiteral("settle"));
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(again_);
    buttons->addStretch(1);
    buttons->addWidget(settle_);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(14, 12, 14, 12);
    all->addWidget(title_);
    all->addWidget(list_, 1);
    all->addWidget(state_);
    all->addLayout(buttons);
    resize(tasksSize);
    connect(again_, &QPushButton::clicked, &model_, &StationModel::askTasks);
    connect(settle_, &QPushButton::clicked, this, &TasksWindow::settleChosen);
    // The focus makes a line current; only a choice selects it.
    connect(list_, &QListWidget::itemSelectionChanged, this,
            [this] { settle_->setEnabled(!list_->selectedItems().isEmpty()); });
    connect(&model_, &StationModel::tasksChanged, this, &TasksWindow::draw);
    connect(&model_, &StationModel::languageChanged, this, &TasksWindow::draw);
    connect(&model_, &StationModel::placeChanged, this, &QWidget::hide);
    draw();
}

void TasksWindow::settleChosen() {
    const auto chosen = list_->selectedItems();
    if (!chosen.isEmpty()) model_.settleTask(chosen.first()->data(idRole).toLongLong());
}

void TasksWindow::draw() {
    setWindowTitle(tr("Menzhen: to settle"));
    title_->setText(tr("&To settle: what could not be plainly applied"));
    list_->setAccessibleName(tr("To settle"));
    again_->setText(tr("Look again"));
    settle_->setText(tr("Dealt with"));
    settle_->setToolTip(tr("Takes the chosen line off the list, under your name"));
    list_->clear();
    for (const auto& task : model_.tasks()) {
        auto* item = new QListWidgetItem(CounterWords::task(task, model_.clock()), list_);
        item->setData(idRole, static_cast<qlonglong>(task.id));
        item->setToolTip(plain(task.detail));
    }
    settle_->setEnabled(false);
    const auto& error = model_.tasksError();
    state_->setText(error                    ? CounterWords::error(*error)
                    : model_.tasks().empty() ? tr("Nothing is left to settle")
                                             : tr("%1 to settle").arg(model_.tasks().size()));
}

void TasksWindow::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    model_.askTasks();
}

void TasksWindow::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) return hide();
    QWidget::keyPressEvent(event);
}

} // namespace menzhen::counter
