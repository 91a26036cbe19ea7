// SPDX-License-Identifier: Apache-2.0
#include "app/counter/choicebox.h"

#include "app/counter/wording.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <algorithm>

namespace menzhen::counter {

namespace {

constexpr int longestReason = 60; // characters; the op takes 200 bytes
constexpr int longestTicket = 512;
constexpr int buttonWidthPx = 132; // "Send C12-03 over"; the same in every line and state

} // namespace

ChoiceBox::ChoiceBox(StationModel& model, QWidget* parent)
    : QFrame(parent), model_(model), reasonLabel_(new QLabel(this)), reason_(new QLineEdit(this)),
      call_(new QPushButton(this)), paperLabel_(new QLabel(this)), paper_(new QLineEdit(this)),
      take_(new QPushButton(this)), queueLabel_(new QLabel(this)), queue_(new QComboBox(this)),
      send_(new QPushButton(this)), wish_(new QPushButton(this)) {
    setObjectName(QStringLiteral("choice"));
    reason_->setObjectName(QStringLiteral("reason"));
    reason_->setMaxLength(longestReason);
    call_->setObjectName(QStringLiteral("callChosen"));
    paper_->setObjectName(QStringLiteral("paper"));
    paper_->setMaxLength(longestTicket);
    take_->setObjectName(QStringLiteral("takePaper"));
    reasonLabel_->setBuddy(reason_);
    paperLabel_->setBuddy(paper_);
    auto* lines = new QGridLayout(this);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->addWidget(paperLabel_, 0, 0);
    lines->addWidget(paper_, 0, 1);
    lines->addWidget(take_, 0, 2);
    lines->addWidget(reasonLabel_, 1, 0);
    lines->addWidget(reason_, 1, 1);
    lines->addWidget(call_, 1, 2);
    queue_->setObjectName(QStringLiteral("queue"));
    queue_->setFocusPolicy(Qt::TabFocus);
    queueLabel_->setBuddy(queue_);
    send_->setObjectName(QStringLiteral("transfer"));
    wish_->setObjectName(QStringLiteral("transferWish"));
    auto* ways = new QHBoxLayout;
    ways->addWidget(queue_, 1);
    ways->addWidget(wish_);
    lines->addWidget(queueLabel_, 2, 0);
    lines->addLayout(ways, 2, 1);
    lines->addWidget(send_, 2, 2);
    connect(send_, &QPushButton::clicked, this, [this] { transfer(false); });
    connect(wish_, &QPushButton::clicked, this, [this] { transfer(true); });
    for (QPushButton* one : {take_, call_, send_})
        one->setMinimumWidth(buttonWidthPx);
    lines->setColumnStretch(1, 1);
    connect(reason_, &QLineEdit::textChanged, this, &ChoiceBox::draw);
    connect(reason_, &QLineEdit::returnPressed, this, &ChoiceBox::callSelected);
    connect(call_, &QPushButton::clicked, this, &ChoiceBox::callSelected);
    connect(queue_, qOverload<int>(&QComboBox::currentIndexChanged), this, &ChoiceBox::draw);
    connect(paper_, &QLineEdit::returnPressed, this, &ChoiceBox::takePaper);
    connect(take_, &QPushButton::clicked, this, &ChoiceBox::takePaper);
    retranslate();
}

void ChoiceBox::select(const flows::WaitingView& view) {
    selected_ = view;
    draw();
}

void ChoiceBox::callSelected() {
    const QString reason = reason_->text().trimmed();
    if (selected_.id.empty() || reason.isEmpty()) return;
    reason_->clear();
    model_.callChosen(selected_.id, reason);
}

void ChoiceBox::takePaper() {
    const QString text = paper_->text();
    if (text.isEmpty()) return;
    paper_->clear();
    model_.takePaper(text);
}

void ChoiceBox::transfer(bool wish) {
    const int at = queue_->currentIndex();
    // The chosen line, else the patient in the room.
    const auto& patient = model_.picture().desk.patient;
    const std::string entry = !selected_.id.empty() ? selected_.id : patient ? patient->id : "";
    const std::string number = !selected_.id.empty() ? selected_.number
                               : patient             ? patient->number
                                                     : "";
    if (entry.empty() || at < 0 || static_cast<std::size_t>(at) >= queues_.size()) return;
    model_.transfer(entry, number, queues_[static_cast<std::size_t>(at)], wish);
    queue_->setCurrentIndex(-1); // the next one goes where somebody says, not where the last went
}

void ChoiceBox::drawQueues() {
    const auto& own = model_.picture().desk.queue;
    std::vector<flows::QueueView> queues;
    for (const auto& one : model_.queues())
        if (one.id != own.id || one.half != own.half) queues.push_back(one);
    std::stable_partition(queues.begin(), queues.end(),
                          [&](const auto& one) { return one.department == own.department; });
    QStringList names;
    for (const auto& one : queues)
        names << CounterWords::queueName(one, model_.language());
    if (names.join(QLatin1Char('\n')) == queuesShown_) return;
    queuesShown_ = names.join(QLatin1Char('\n'));
    queues_ = std::move(queues);
    queue_->clear();
    queue_->addItems(names);
    queue_->setCurrentIndex(-1);
}

void ChoiceBox::draw() {
    const bool cutOff = model_.picture().desk.cutOff;
    for (QWidget* one : {static_cast<QWidget*>(paperLabel_), static_cast<QWidget*>(paper_),
                         static_cast<QWidget*>(take_)})
        one->setVisible(cutOff);
    drawQueues();
    const QString number = plain(selected_.number);
    const auto& patient = model_.picture().desk.patient;
    const QString moved = number.isEmpty() && patient ? plain(patient->number) : number;
    for (QPushButton* one : {send_, wish_})
        one->setEnabled(!moved.isEmpty() && queue_->currentIndex() >= 0);
    send_->setText(moved.isEmpty() ? tr("Send over") : tr("Send %1 over").arg(moved));
    call_->setText(number.isEmpty() ? tr("Call out of turn") : tr("Call %1 now").arg(number));
    call_->setEnabled(!number.isEmpty() && !reason_->text().trimmed().isEmpty());
    call_->setToolTip(tr("Choose a line of the list and say why: the call is listed"));
}

void ChoiceBox::retranslate() {
    reasonLabel_->setText(tr("Out of turn, &because"));
    reason_->setPlaceholderText(tr("Why now: this is listed"));
    paperLabel_->setText(tr("Paper &ticket"));
    paper_->setPlaceholderText(tr("Scan it, or type its short code"));
    take_->setText(tr("Take this patient"));
    queueLabel_->setText(tr("To another &queue"));
    queue_->setAccessibleName(tr("To another queue"));
    queue_->view()->setAccessibleName(queue_->accessibleName());
    queue_->setPlaceholderText(tr("Choose the queue"));
    send_->setToolTip(tr("By the hospital: keeps time and number"));
    wish_->setText(tr("Patient's wish"));
    wish_->setToolTip(tr("Joins the end of the present half hour"));
    draw();
}

void ChoiceBox::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) return QFrame::keyPressEvent(event);
    event->accept();
}

} // namespace menzhen::counter
