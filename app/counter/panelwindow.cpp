// SPDX-License-Identifier: Apache-2.0
#include "app/counter/panelwindow.h"

#include "app/counter/choicebox.h"
#include "app/counter/elidedlabel.h"
#include "app/counter/helplist.h"
#include "app/counter/pausechooser.h"
#include "app/counter/taskswindow.h"
#include "app/counter/waitinglist.h"
#include "app/counter/wording.h"

#include <QEvent>
#include <QHeaderView>
#include <QPushButton>
#include <QScreen>
#include <QTableView>
#include <QVBoxLayout>

namespace menzhen::counter {

namespace {

constexpr QSize panelSize(640, 640);
constexpr int besidePx = 6;
constexpr int rowHeightPx = 26; // forty people wait: every row counts
constexpr int columnWidthsPx[] = {76, 84, 110, 160};

} // namespace

PanelWindow::PanelWindow(StationModel& model, StationKeys& keys, QWidget* parent)
    : QWidget(parent, Qt::Window | Qt::WindowStaysOnTopHint), model_(model),
      list_(new WaitingList(this)), title_(new QLabel(this)), language_(new QPushButton(this)),
      sign_(new QLabel(this)), connection_(new QLabel(this)), pause_(new PauseChooser(model, this)),
      helps_(new HelpList(model, this)), listLabel_(new QLabel(this)), table_(new QTableView(this)),
      choice_(new ChoiceBox(model, this)), figures_(new QLabel(this)), line_(new ElidedLabel(this)),
      nurse_(new QPushButton(this)), settle_(new QPushButton(this)),
      tasks_(new TasksWindow(model, this)), changeRoom_(new QPushButton(this)),
      signOut_(new QPushButton(this)) {
    setObjectName(QStringLiteral("window"));
    setAttribute(Qt::WA_StyledBackground);
    setAttribute(Qt::WA_ShowWithoutActivating);
    title_->setObjectName(QStringLiteral("title"));
    figures_->setObjectName(QStringLiteral("quiet"));
    line_->setObjectName(QStringLiteral("line"));
    connection_->setWordWrap(true);
    listLabel_->setBuddy(table_);
    makeTable();
    layOut();
    resize(panelSize);
    keys.watch(this);
    keys.watch(table_);
    settle_->setObjectName(QStringLiteral("toSettle"));
    for (auto* one : findChildren<QPushButton*>()) {
        if (one->window() != this) continue; // the tasks' own
        one->setFocusPolicy(Qt::TabFocus);
        if (one->parentWidget() != choice_) keys.watch(one);
    }
    // Space is Next here too, so no button may hold the focus before somebody walks to it.
    table_->setFocus();
    connectAll();
    retranslate();
}

void PanelWindow::makeTable() {
    table_->setModel(list_);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setTabKeyNavigation(false);
    table_->setWordWrap(false);
    table_->horizontalHeader()->setStretchLastSection(true);
    table_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table_->horizontalHeader()->setHighlightSections(false);
    table_->verticalHeader()->setHighlightSections(false);
    table_->verticalHeader()->setDefaultSectionSize(rowHeightPx);
    int column = 0;
    for (const int width : columnWidthsPx)
        table_->setColumnWidth(column++, width);
}

void PanelWindow::layOut() {
    auto* head = new QHBoxLayout;
    head->addWidget(title_, 1);
    head->addWidget(language_);
    auto* state = new QHBoxLayout;
    state->addWidget(sign_);
    state->addWidget(connection_, 1);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(nurse_);
    buttons->addWidget(settle_);
    buttons->addStretch(1);
    buttons->addWidget(changeRoom_);
    buttons->addWidget(signOut_);
    line_->setFixedHeight(22);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(14, 12, 14, 12);
    all->addLayout(head);
    all->addLayout(state);
    all->addWidget(pause_);
    all->addWidget(helps_);
    all->addWidget(listLabel_);
    all->addWidget(table_, 1);
    all->addWidget(choice_);
    all->addWidget(figures_);
    all->addWidget(line_);
    all->addLayout(buttons);
}

void PanelWindow::connectAll() {
    connect(nurse_, &QPushButton::clicked, &model_, &StationModel::askHelp);
    connect(settle_, &QPushButton::clicked, tasks_, &QWidget::show);
    connect(changeRoom_, &QPushButton::clicked, &model_, &StationModel::changeRoom);
    connect(signOut_, &QPushButton::clicked, &model_, &StationModel::signOut);
    connect(language_, &QPushButton::clicked, this, [this] {
        emit model_.languageWanted(model_.language() == QLatin1String("zh") ? QStringLiteral("en")
                                                                            : QStringLiteral("zh"));
    });
    connect(&model_, &StationModel::pictureChanged, this, &PanelWindow::draw);
    connect(&model_, &StationModel::statusChanged, this, &PanelWindow::drawLine);
    connect(&model_, &StationModel::languageChanged, this, &PanelWindow::retranslate);
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& row) { selectRow(row.row()); });
    connect(&model_, &StationModel::chosen, this,
            [this](int line) { table_->selectRow(line - 1); });
}

void PanelWindow::retranslate() {
    setWindowTitle(tr("Menzhen: waiting list"));
    listLabel_->setText(tr("&Waiting, in the order of call"));
    table_->setAccessibleName(tr("Waiting, in the order of call"));
    nurse_->setText(tr("Ask for a nurse (H)"));
    settle_->setText(tr("To settle"));
    settle_->setToolTip(tr("What could not be plainly applied: for managers"));
    changeRoom_->setText(tr("Change room"));
    signOut_->setText(tr("Sign out"));
    language_->setText(tr("中文", "the other language, in its own letters"));
    pause_->retranslate();
    choice_->retranslate();
    list_->retranslate();
    draw();
}

void PanelWindow::draw() {
    const flows::Desk& desk = model_.picture().desk;
    const QString doctor =
        desk.queue.doctor.empty() ? QString() : plain(desk.queue.doctor, model_.language());
    QStringList head{CounterWords::room(desk.room), plain(desk.queue.department, model_.language()),
                     doctor};
    head.removeAll(QString());
    title_->setText(head.join(QStringLiteral(" · ")));
    settle_->setVisible(model_.isManager());
    drawState();
    helps_->draw();
    drawList(desk);
    figures_->setText(CounterWords::figures(desk.figures));
    drawLine();
}

void PanelWindow::drawState() {
    const flows::Desk& desk = model_.picture().desk;
    // A line that is up says nothing of a registry that does not answer calls.
    const bool silent = desk.cutOff && model_.connection().connected;
    QStringList lines{silent ? tr("The registry does not answer")
                             : CounterWords::connection(model_.connection(), model_.clock())};
    if (desk.cutOff) lines << CounterWords::cutOff(desk, model_.clock());
    for (const auto& collision : desk.collisions)
        lines << CounterWords::collision(collision, model_.clock());
    connection_->setText(lines.join(QLatin1Char('\n')));
    const auto sign = desk.cutOff ? style::Sign::Away : CounterWords::sign(model_.connection());
    sign_->setPixmap(style::sign(sign, 16, devicePixelRatioF()));
    sign_->setAccessibleName(lines.first());
}

void PanelWindow::drawList(const flows::Desk& desk) {
    const std::string chosen = choice_->selected();
    drawing_ = true;
    list_->show(desk);
    const int row = list_->rowOf(chosen);
    // Whoever left the list takes the selection along: the neighbour was chosen by nobody.
    if (row < 0) {
        table_->clearSelection();
        table_->setCurrentIndex({});
    }
    drawing_ = false;
    choice_->select(list_->viewAt(row));
}

void PanelWindow::selectRow(int row) {
    if (!drawing_) choice_->select(list_->viewAt(row));
}

void PanelWindow::drawLine() {
    bool attention = false;
    QString words = CounterWords::status(model_.status());
    if (words.isEmpty())
        words = CounterWords::standing(model_.picture(), model_.connection(), model_.clock(),
                                       attention);
    line_->say(words);
}

void PanelWindow::showBeside(const QWidget& bar) {
    const QRect frame = bar.frameGeometry();
    const QRect screen = bar.screen()->availableGeometry();
    QPoint at(frame.left(), frame.bottom() + besidePx);
    if (at.y() + panelSize.height() > screen.bottom())
        at.setY(std::max(screen.top(), frame.top() - panelSize.height() - besidePx));
    at.setX(std::clamp(at.x(), screen.left(),
                       std::max(screen.left(), screen.right() - panelSize.width())));
    move(at);
    show();
}

void PanelWindow::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QWidget::changeEvent(event);
}

} // namespace menzhen::counter
