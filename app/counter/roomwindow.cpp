// SPDX-License-Identifier: Apache-2.0
#include "app/counter/roomwindow.h"

#include "app/counter/wording.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace menzhen::counter {

namespace {

constexpr int indexRole = Qt::UserRole;    ///< in the model's queues
constexpr int nameRole = Qt::UserRole + 1; ///< "CARD-D01 AM", which outlives the next list

QString nameOf(const flows::QueueView& queue) {
    return plain(queue.id) + QLatin1Char(' ') + plain(queue.half);
}

/// What is in the list, or its line of that text if there is one.
void chooseText(QListWidget& list, const QString& text) {
    for (int row = 0; row < list.count(); ++row)
        if (list.item(row)->text() == text) return list.setCurrentRow(row);
    if (list.count() > 0) list.setCurrentRow(0);
}

} // namespace

RoomWindow::RoomWindow(StationModel& model, LastChoice& last, QWidget* parent)
    : QWidget(parent), model_(model), last_(last), title_(new QLabel(this)),
      findLabel_(new QLabel(this)), find_(new QLineEdit(this)), queuesLabel_(new QLabel(this)),
      queues_(new QListWidget(this)), roomsLabel_(new QLabel(this)), rooms_(new QListWidget(this)),
      error_(new QLabel(this)), signOut_(new QPushButton(this)), open_(new QPushButton(this)) {
    setObjectName(QStringLiteral("window"));
    setAttribute(Qt::WA_StyledBackground);
    title_->setObjectName(QStringLiteral("title"));
    error_->setObjectName(QStringLiteral("error"));
    error_->setWordWrap(true);
    open_->setObjectName(QStringLiteral("primary"));
    findLabel_->setBuddy(find_);
    find_->setClearButtonEnabled(true);

    auto* find = new QHBoxLayout;
    find->addWidget(findLabel_);
    find->addWidget(find_, 1);
    auto* lists = new QHBoxLayout;
    lists->addWidget(listBeside(queuesLabel_, queues_), 4);
    lists->addWidget(listBeside(roomsLabel_, rooms_), 1);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(signOut_);
    buttons->addStretch(1);
    buttons->addWidget(open_);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(20, 16, 20, 16);
    all->addWidget(title_);
    all->addLayout(find);
    all->addLayout(lists, 1);
    all->addWidget(error_);
    all->addLayout(buttons);
    resize(620, 460);
    connectAll();
    retranslate();
}

void RoomWindow::connectAll() {
    connect(find_, &QLineEdit::textChanged, this, &RoomWindow::drawQueues);
    connect(find_, &QLineEdit::returnPressed, this, &RoomWindow::submit);
    connect(queues_, &QListWidget::currentRowChanged, this, &RoomWindow::drawRooms);
    connect(queues_, &QListWidget::itemActivated, this, &RoomWindow::submit);
    connect(rooms_, &QListWidget::itemActivated, this, &RoomWindow::submit);
    connect(open_, &QPushButton::clicked, this, &RoomWindow::submit);
    connect(signOut_, &QPushButton::clicked, &model_, &StationModel::signOut);
    connect(&model_, &StationModel::queuesChanged, this, &RoomWindow::drawQueues);
    connect(&model_, &StationModel::statusChanged, this, &RoomWindow::drawError);
    connect(&model_, &StationModel::languageChanged, this, &RoomWindow::retranslate);
}

QWidget* RoomWindow::listBeside(QLabel* label, QListWidget* list) {
    auto* box = new QWidget(this);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(label);
    column->addWidget(list, 1);
    label->setBuddy(list);
    return box;
}

void RoomWindow::retranslate() {
    setWindowTitle(tr("Menzhen: room and queue"));
    const auto& staff = model_.staff();
    title_->setText(staff ? tr("%1: which room and queue?").arg(plain(staff->name))
                          : tr("Which room and queue?"));
    findLabel_->setText(tr("&Find"));
    find_->setPlaceholderText(tr("Letters of the department or doctor"));
    queuesLabel_->setText(tr("&Queues of today"));
    roomsLabel_->setText(tr("&Room"));
    // A list takes no name from its label, unlike a field.
    queues_->setAccessibleName(tr("Queues of today"));
    rooms_->setAccessibleName(tr("Room"));
    signOut_->setText(tr("Sign out"));
    open_->setText(tr("Open the room"));
    drawQueues();
}

void RoomWindow::drawQueues() {
    const auto* before = queues_->currentItem();
    const QString wanted = before ? before->data(nameRole).toString() : last_.queue();
    const QSignalBlocker quiet(queues_);
    queues_->clear();
    const QString letters = find_->text().trimmed();
    int chosen = -1;
    const auto& all = model_.queues();
    for (std::size_t i = 0; i < all.size(); ++i) {
        const QString line = CounterWords::queueLine(all[i], model_.language());
        if (!letters.isEmpty() && !line.contains(letters, Qt::CaseInsensitive)) continue;
        auto* item = new QListWidgetItem(line, queues_);
        item->setData(indexRole, static_cast<int>(i));
        item->setData(nameRole, nameOf(all[i]));
        // The last choice is of any half-day; the one in progress stands first.
        if (chosen < 0 && (nameOf(all[i]) == wanted || plain(all[i].id) == wanted))
            chosen = queues_->count() - 1;
    }
    if (queues_->count() > 0) queues_->setCurrentRow(std::max(chosen, 0));
    if (auto* item = queues_->currentItem()) queues_->scrollToItem(item);
    drawRooms();
    drawError();
}

const flows::QueueView* RoomWindow::queue() const {
    const auto* item = queues_->currentItem();
    if (!item) return nullptr;
    const auto index = static_cast<std::size_t>(item->data(indexRole).toInt());
    return index < model_.queues().size() ? &model_.queues()[index] : nullptr;
}

void RoomWindow::drawRooms() {
    const QString before = rooms_->currentItem() ? rooms_->currentItem()->text() : last_.room();
    rooms_->clear();
    if (const auto* chosen = queue())
        for (const auto& room : chosen->rooms)
            rooms_->addItem(plain(room));
    chooseText(*rooms_, before);
    open_->setEnabled(queue() && rooms_->currentItem());
}

void RoomWindow::drawError() {
    QString words;
    if (model_.status().kind == Status::Kind::Failed)
        words = CounterWords::error(model_.status().error);
    else if (model_.queues().empty())
        words = tr("There is no queue today yet: the list comes from the registry.");
    error_->setVisible(!words.isEmpty());
    error_->setText(words);
}

void RoomWindow::submit() {
    const auto* chosen = queue();
    const auto* room = rooms_->currentItem();
    if (!chosen || !room) return;
    last_.remember(plain(chosen->id), room->text());
    model_.openRoom(*chosen, room->text());
}

void RoomWindow::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QWidget::changeEvent(event);
}

void RoomWindow::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    find_->clear();
    retranslate();
    queues_->setFocus();
}

} // namespace menzhen::counter
