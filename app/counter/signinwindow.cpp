// SPDX-License-Identifier: Apache-2.0
#include "app/counter/signinwindow.h"

#include "app/counter/elidedlabel.h"
#include "app/counter/wording.h"

#include <QEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpressionValidator>
#include <QVBoxLayout>

namespace menzhen::counter {

namespace {

constexpr int maxUserLetters = 32;

} // namespace

SignInWindow::SignInWindow(StationModel& model, QWidget* parent)
    : QWidget(parent), model_(model), title_(new QLabel(this)), userLabel_(new QLabel(this)),
      user_(new QLineEdit(this)), pinLabel_(new QLabel(this)), pin_(new QLineEdit(this)),
      error_(new QLabel(this)), signIn_(new QPushButton(this)), language_(new QPushButton(this)),
      sign_(new QLabel(this)), connection_(new ElidedLabel(this)) {
    setObjectName(QStringLiteral("window"));
    setAttribute(Qt::WA_StyledBackground);
    title_->setObjectName(QStringLiteral("title"));
    error_->setObjectName(QStringLiteral("error"));
    error_->setWordWrap(true);
    user_->setMaxLength(maxUserLetters);
    user_->setInputMethodHints(Qt::ImhNoAutoUppercase | Qt::ImhNoPredictiveText);
    pin_->setEchoMode(QLineEdit::Password);
    pin_->setMaxLength(pinDigits);
    pin_->setInputMethodHints(Qt::ImhDigitsOnly | Qt::ImhHiddenText | Qt::ImhSensitiveData);
    pin_->setValidator(
        new QRegularExpressionValidator(QRegularExpression(QStringLiteral("[0-9]*")), pin_));
    userLabel_->setBuddy(user_);
    pinLabel_->setBuddy(pin_);
    signIn_->setObjectName(QStringLiteral("primary"));

    auto* head = new QHBoxLayout;
    head->addWidget(title_, 1);
    head->addWidget(language_);
    auto* foot = new QHBoxLayout;
    foot->addWidget(sign_);
    foot->addWidget(connection_, 1);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(24, 20, 24, 16);
    all->addLayout(head);
    all->addSpacing(10);
    all->addWidget(userLabel_);
    all->addWidget(user_);
    all->addWidget(pinLabel_);
    all->addWidget(pin_);
    all->addWidget(error_);
    all->addSpacing(6);
    all->addWidget(signIn_);
    all->addStretch(1);
    all->addLayout(foot);
    setFixedSize(400, 370);

    connect(user_, &QLineEdit::returnPressed, pin_, qOverload<>(&QWidget::setFocus));
    connect(pin_, &QLineEdit::returnPressed, this, &SignInWindow::submit);
    connect(user_, &QLineEdit::textChanged, this, &SignInWindow::draw);
    connect(pin_, &QLineEdit::textChanged, this, &SignInWindow::draw);
    connect(signIn_, &QPushButton::clicked, this, &SignInWindow::submit);
    connect(language_, &QPushButton::clicked, this, [this] {
        emit model_.languageWanted(model_.language() == QLatin1String("zh") ? QStringLiteral("en")
                                                                            : QStringLiteral("zh"));
    });
    connect(&model_, &StationModel::signInChanged, this, &SignInWindow::draw);
    connect(&model_, &StationModel::languageChanged, this, &SignInWindow::draw);
    draw();
}

void SignInWindow::submit() {
    if (user_->text().trimmed().isEmpty()) return user_->setFocus();
    if (pin_->text().size() < pinDigits) return pin_->setFocus();
    const QString pin = pin_->text();
    pin_->clear();
    pin_->setFocus();
    model_.signIn(user_->text(), pin);
}

void SignInWindow::draw() {
    setWindowTitle(tr("Menzhen: sign in"));
    title_->setText(tr("Sign in"));
    userLabel_->setText(tr("&User"));
    pinLabel_->setText(tr("&PIN, 6 digits"));
    pin_->setAccessibleDescription(tr("Hidden while you type"));
    signIn_->setText(model_.isSigningIn() ? tr("Signing in…") : tr("Sign in"));
    signIn_->setEnabled(!model_.isSigningIn() && !user_->text().trimmed().isEmpty() &&
                        pin_->text().size() == pinDigits);
    language_->setText(tr("中文", "the other language, in its own letters"));
    const auto& refusal = model_.refusal();
    const QString words = refusal ? CounterWords::refusal(*refusal) : QString();
    error_->setVisible(refusal.has_value());
    error_->setText(words);
    connection_->say(CounterWords::connection(model_.connection(), model_.clock()));
    sign_->setPixmap(style::sign(CounterWords::sign(model_.connection()), 16, devicePixelRatioF()));
    sign_->setAccessibleName(connection_->text());
}

void SignInWindow::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) draw();
    QWidget::changeEvent(event);
}

void SignInWindow::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    (user_->text().isEmpty() ? user_ : pin_)->setFocus();
}

} // namespace menzhen::counter
