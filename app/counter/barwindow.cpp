// SPDX-License-Identifier: Apache-2.0
#include "app/counter/barwindow.h"

#include "app/core/timeunits.h"
#include "app/counter/elidedlabel.h"
#include "app/counter/wording.h"

#include <QAccessible>
#include <QEvent>
#include <QGridLayout>
#include <QMouseEvent>
#include <QPushButton>
#include <QStyle>
#include <QWindow>

namespace menzhen::counter {

namespace {

constexpr int nextWidthPx = 74;
constexpr int undoWidthPx = 60;
constexpr int countdownStepMs = 500;
// Rows of the 80 pixels, with one above and one below. The typeface asks for half as much again as
// its letters need; the letters fit.
constexpr int patientRowPx = 25;
constexpr int queueRowPx = 17;
constexpr int keysRowPx = 20;
constexpr int lineRowPx = 16;

} // namespace

BarWindow::BarWindow(StationModel& model, StationKeys& keys, QWidget* parent)
    : QWidget(parent, Qt::Window | Qt::FramelessWindowHint | Qt::WindowStaysOnTopHint),
      model_(model), number_(new QLabel(this)), name_(new ElidedLabel(this)),
      room_(new QLabel(this)), nextThree_(new ElidedLabel(this)), count_(new QLabel(this)),
      next_(button("primary", Key::Next)), repeat_(button("repeat", Key::Repeat)),
      missed_(button("missed", Key::Missed)), tests_(button("tests", Key::ToTests)),
      finish_(button("finish", Key::Finish)), pause_(button("pause", Key::Pause)),
      panel_(new QPushButton(this)), undo_(button("undo", Key::Undo)),
      line_(new ElidedLabel(this)) {
    setObjectName(QStringLiteral("bar"));
    setAttribute(Qt::WA_StyledBackground);
    number_->setObjectName(QStringLiteral("number"));
    name_->setObjectName(QStringLiteral("name"));
    room_->setObjectName(QStringLiteral("room"));
    nextThree_->setObjectName(QStringLiteral("next"));
    count_->setObjectName(QStringLiteral("quiet"));
    line_->setObjectName(QStringLiteral("line"));
    panel_->setObjectName(QStringLiteral("panel"));
    panel_->setFocusPolicy(Qt::TabFocus);
    connect(panel_, &QPushButton::clicked, this, &BarWindow::panelWanted);

    countdown_.setInterval(countdownStepMs);
    connect(&countdown_, &QTimer::timeout, this, &BarWindow::drawUndo);

    layOut();
    setFixedSize(barWidthPx, barHeightPx);
    keys.watch(this);
    for (auto* one : findChildren<QPushButton*>())
        keys.watch(one);

    connect(&model_, &StationModel::pictureChanged, this, &BarWindow::draw);
    connect(&model_, &StationModel::statusChanged, this, &BarWindow::drawLine);
    connect(&model_, &StationModel::languageChanged, this, &BarWindow::retranslate);
    retranslate();
}

QPushButton* BarWindow::button(const char* name, Key key) {
    auto* made = new QPushButton(this);
    made->setObjectName(QLatin1String(name));
    // A click leaves the focus where it is: the letters go on working.
    made->setFocusPolicy(Qt::TabFocus);
    connect(made, &QPushButton::clicked, this, [this, key] { emit pressed(key); });
    return made;
}

void BarWindow::layOut() {
    auto* head = new QHBoxLayout;
    head->setSpacing(4);
    head->addWidget(number_);
    head->addWidget(name_, 1);
    head->addWidget(room_);
    head->addWidget(undo_);
    auto* queue = new QHBoxLayout;
    queue->setSpacing(4);
    queue->addWidget(nextThree_, 1);
    queue->addWidget(count_);
    auto* small = new QHBoxLayout;
    small->setSpacing(2);
    for (auto* one : {repeat_, missed_, tests_, finish_, pause_}) {
        one->setFixedHeight(keysRowPx);
        small->addWidget(one, 1);
    }
    for (QLabel* one : {number_, static_cast<QLabel*>(name_), room_})
        one->setFixedHeight(patientRowPx);
    for (QLabel* one : {static_cast<QLabel*>(nextThree_), count_})
        one->setFixedHeight(queueRowPx);
    undo_->setFixedSize(undoWidthPx, patientRowPx - 2);
    next_->setFixedSize(nextWidthPx, patientRowPx + queueRowPx);
    panel_->setFixedSize(nextWidthPx, keysRowPx);
    line_->setFixedHeight(lineRowPx);

    auto* all = new QGridLayout(this);
    all->setContentsMargins(2, 1, 2, 1);
    all->setHorizontalSpacing(4);
    all->setVerticalSpacing(0);
    all->addLayout(head, 0, 0);
    all->addLayout(queue, 1, 0);
    all->addWidget(next_, 0, 1, 2, 1);
    all->addLayout(small, 2, 0);
    all->addWidget(panel_, 2, 1);
    all->addWidget(line_, 3, 0, 1, 2);
    all->setColumnStretch(0, 1);
}

void BarWindow::retranslate() {
    setWindowTitle(tr("Menzhen: calling"));
    const auto name = [](QPushButton* button, const QString& word, const QString& says,
                         const QString& key) {
        button->setText(word);
        button->setAccessibleName(says);
        button->setToolTip(QStringLiteral("%1 (%2)").arg(says, key));
    };
    name(repeat_, tr("Repeat"), tr("Call the patient again"), QStringLiteral("R, 0"));
    name(missed_, tr("Missed"), tr("The patient did not come"), QStringLiteral("M, -"));
    name(tests_, tr("Tests"), tr("Send for tests, comes back here"), QStringLiteral("T, *"));
    name(finish_, tr("Finish"), tr("Finish without calling"), QStringLiteral("F, /"));
    draw();
}

void BarWindow::draw() {
    drawPatient();
    drawKey();
    drawUndo();
    const bool paused = model_.isPaused();
    pause_->setText(paused ? tr("Resume") : tr("Pause"));
    pause_->setAccessibleName(paused ? tr("Go on calling") : tr("Pause calling"));
    pause_->setToolTip(QStringLiteral("%1 (P, .)").arg(pause_->accessibleName()));
    const auto& helps = model_.picture().helps;
    panel_->setText(helps.empty() ? tr("List") : tr("Help: %1").arg(helps.size()));
    panel_->setAccessibleName(helps.empty() ? tr("Show or hide the waiting list")
                                            : tr("Waiting list; somebody asks for help"));
    panel_->setProperty("tone", helps.empty() ? QVariant() : QStringLiteral("attention"));
    panel_->style()->unpolish(panel_);
    panel_->style()->polish(panel_);
    drawLine();
}

void BarWindow::drawPatient() {
    const flows::Desk& desk = model_.picture().desk;
    const auto& patient = desk.patient;
    number_->setText(patient ? plain(patient->number) : QStringLiteral("—"));
    name_->say(patient ? plain(patient->masked) : tr("nobody"));
    room_->setText(CounterWords::room(desk.room));
    number_->setAccessibleName(
        patient ? tr("In the room: %1 %2").arg(plain(patient->number), plain(patient->masked))
                : tr("In the room: nobody"));
    QStringList three;
    for (const auto& one : desk.next) {
        const QString mark = CounterWords::shortMark(one);
        three << (mark.isEmpty() ? plain(one.number)
                                 : QStringLiteral("%1 %2").arg(plain(one.number), mark));
    }
    const QString all =
        three.isEmpty() ? tr("next: nobody") : tr("next: %1").arg(three.join(QStringLiteral(", ")));
    nextThree_->say(three.isEmpty() ? QString()
                                    : QStringLiteral("› ") + three.join(QStringLiteral("  ")));
    nextThree_->setAccessibleName(all);
    nextThree_->setToolTip(all);
    count_->setText(tr("%1 waiting").arg(desk.figures.waiting));
}

void BarWindow::drawKey() {
    const QString key = plain(model_.callKeys().nextKey());
    next_->setText(key.isEmpty() ? tr("Next") : tr("Next") + QLatin1Char('\n') + key);
    next_->setAccessibleName(tr("Next"));
    const QString says = tr("Finishes the patient in the room and calls the next. Space or Enter");
    next_->setAccessibleDescription(
        key.isEmpty() ? says : says + QLatin1Char(' ') + tr("%1 from any program").arg(key));
    if (next_->property("keyed").toBool() == !key.isEmpty()) return;
    next_->setProperty("keyed", !key.isEmpty());
    next_->style()->unpolish(next_);
    next_->style()->polish(next_);
}

void BarWindow::drawUndo() {
    const auto& undo = model_.picture().desk.undo;
    const std::int64_t left = undo ? undo->untilMs - model_.clock().utcMs() : 0;
    const bool shown = left > 0;
    if (shown) {
        const auto seconds = (left + core::msPerSecond - 1) / core::msPerSecond;
        undo_->setText(tr("Undo %1", "%1: seconds left").arg(seconds));
        // Without the seconds: a screen reader would speak each of them.
        const QString name = tr("Take back: %1").arg(CounterWords::act(*undo));
        undo_->setAccessibleName(name);
        undo_->setToolTip(QStringLiteral("%1 (Z)").arg(name));
    } else {
        undo_->setText(tr("Undo"));
        undo_->setAccessibleName(tr("Take back"));
    }
    undo_->setVisible(shown);
    room_->setVisible(!shown);
    if (shown != countdown_.isActive()) shown ? countdown_.start() : countdown_.stop();
}

void BarWindow::drawLine() {
    const Status& status = model_.status();
    bool attention = status.kind == Status::Kind::Failed;
    QString words = CounterWords::status(status);
    if (words.isEmpty()) {
        words = CounterWords::standing(model_.picture(), model_.connection(), model_.clock(),
                                       attention);
        const QString keys = CounterWords::callKeys(model_.callKeys());
        if (!attention && !keys.isEmpty()) {
            words = keys;
            attention = true;
        }
    }
    if (words == line_->text() && line_->property("tone").isValid() == attention) return;
    line_->say(words);
    line_->setProperty("tone", attention ? QVariant(QStringLiteral("attention")) : QVariant());
    line_->style()->unpolish(line_);
    line_->style()->polish(line_);
    QAccessibleEvent said(line_, QAccessible::Alert);
    QAccessible::updateAccessibility(&said);
}

void BarWindow::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QWidget::changeEvent(event);
}

void BarWindow::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && windowHandle()) windowHandle()->startSystemMove();
}

} // namespace menzhen::counter
