// SPDX-License-Identifier: Apache-2.0
#include "app/kiosk/kioskmodel.h"

#include <QEvent>
#include <QMouseEvent>
#include <algorithm>

namespace menzhen::kiosk {

namespace {

using Page = KioskModel::Page;

bool isFinding(Page page) {
    return page == Page::Find || page == Page::FindPhone || page == Page::FindBirth ||
           page == Page::Pickup;
}

bool isTyping(Page page) {
    return page == Page::ShortCode || page == Page::Identity || page == Page::Scan ||
           page == Page::Pay || isFinding(page);
}

bool isPersonal(Page page) {
    return page == Page::Identity || page == Page::Visit || page == Page::Ticket ||
           page == Page::Place || page == Page::Confirm || page == Page::NextConfirm ||
           page == Page::NextBooked || page == Page::Reports || page == Page::Report ||
           isFinding(page);
}

/// How a station's list calls the screen where help was asked.
const char* screenName(Page page) {
    switch (page) {
    case Page::OutOfService:
        return "out-of-service";
    case Page::Attract:
        return "start";
    case Page::Scan:
        return "check-in.scan";
    case Page::ShortCode:
        return "check-in.short-code";
    case Page::Find:
        return "check-in.identity";
    case Page::FindPhone:
        return "check-in.phone";
    case Page::FindBirth:
        return "check-in.birth-date";
    case Page::Pickup:
        return "check-in.pickup";
    case Page::Visit:
        return "check-in.visit";
    case Page::Ticket:
        return "ticket";
    case Page::Place:
        return "place";
    case Page::Problem:
        return "problem";
    case Page::Departments:
        return "walk-in.department";
    case Page::Services:
        return "walk-in.service";
    case Page::Doctors:
        return "walk-in.doctor";
    case Page::Bands:
        return "walk-in.band";
    case Page::Identity:
        return "walk-in.identity";
    case Page::Confirm:
        return "walk-in.confirm";
    case Page::NextDays:
        return "next-visit.day";
    case Page::NextDoctors:
        return "next-visit.doctor";
    case Page::NextBands:
        return "next-visit.band";
    case Page::NextConfirm:
        return "next-visit.confirm";
    case Page::NextBooked:
        return "next-visit.booked";
    case Page::Reports:
        return "reports.list";
    case Page::Report:
        return "reports.print";
    case Page::Pay:
        return "walk-in.pay";
    case Page::Help:
        return "help";
    }
    return "";
}

} // namespace

KioskModel::KioskModel(Desk& desk, const ports::Clock& clock) : desk_(desk), clock_(clock) {}

bool KioskModel::canGoBack() const {
    return pages_.size() > 1 && page() != Page::Attract && page() != Page::Ticket &&
           page() != Page::NextBooked;
}

bool KioskModel::canGoHome() const {
    return page() != Page::Attract && page() != Page::OutOfService;
}

QString KioskModel::otherLanguage() const {
    return language_ == QLatin1String("zh") ? QStringLiteral("English") : QStringLiteral("中文");
}

bool KioskModel::veiled() const {
    return isPersonal(page()) && idle_.isVeiled();
}

QString KioskModel::counter() const {
    return surroundings_.counter.empty()
               ? QString()
               : Wording::counter(text(surroundings_.counter, language_),
                                  text(surroundings_.counterFloor, language_),
                                  text(surroundings_.counterZone));
}

QString KioskModel::cutOffText() const {
    // Large letters leave three lines on the first page.
    if (large_)
        return tr(
            "Network interrupted: booked visits work, numbers are few. The rest: at a window.");
    return tr(
        "Booked visits work, and a few numbers for the present time. Booking, paying and later "
        "times: at a window.");
}

bool KioskModel::printsTickets() const {
    using ports::PrinterCondition;
    const auto condition = surroundings_.printer.condition;
    return condition != PrinterCondition::PaperOut && condition != PrinterCondition::CoverOpen &&
           condition != PrinterCondition::Offline && condition != PrinterCondition::Error;
}

QString KioskModel::emergency() const {
    const QString place = text(surroundings_.emergency.place, language_);
    const QString phone = text(surroundings_.emergency.phone);
    if (place.isEmpty()) return tr("Tell the staff now, or go to the emergency room.");
    // Large letters leave two lines for it.
    return phone.isEmpty() || large_
               ? tr("Tell the staff now, or go to: %1.").arg(place)
               : tr("Tell the staff now, or go to: %1. Phone %2").arg(place, phone);
}

QString KioskModel::service() const {
    return printsTickets() ? tr("This kiosk is ready.")
                           : tr("No paper tickets right now: your number is shown on the screen.");
}

QString KioskModel::clock() const {
    const ports::LocalTime now = clock_.now();
    return QStringLiteral("%1:%2")
        .arg(now.minute / 60, 2, 10, QLatin1Char('0'))
        .arg(now.minute % 60, 2, 10, QLatin1Char('0'));
}

QString KioskModel::day() const {
    return Wording::day(clock_.now().day, language_);
}

WordsAbout KioskModel::about() const {
    return {language_, counter(), {}, {}, neighbour()};
}

Words KioskModel::words() const {
    if (problem_.code.empty()) return {};
    WordsAbout about = problemAbout_;
    about.language = language_;
    about.counter = counter();
    about.neighbour = neighbour();
    return Wording::of(problem_, about);
}

core::TicketLanguage KioskModel::ticketLanguage() const {
    return language_ == QLatin1String("zh") ? core::TicketLanguage::Zh : core::TicketLanguage::En;
}

void KioskModel::moveTo(std::vector<Page> pages) {
    const Page before = page();
    ++question_;
    setBusy(false);
    pages_ = std::move(pages);
    const bool home = page() == Page::Attract || page() == Page::OutOfService;
    idle_.begin(clock_.monotonicMs(), home, isTyping(page()), large_);
    if (before != page()) emit leaving(before);
    emit pageChanged();
    emit idleChanged();
    emit occupiedChanged(!home);
}

void KioskModel::show(Page page) {
    auto pages = pages_;
    pages.push_back(page);
    moveTo(std::move(pages));
}

void KioskModel::replace(Page page) {
    moveTo({Page::Attract, page});
}

void KioskModel::back() {
    touched();
    if (!canGoBack()) return;
    auto pages = pages_;
    pages.pop_back();
    moveTo(std::move(pages));
    if (page() == Page::Attract) endSession();
}

void KioskModel::home() {
    if (canGoHome()) endSession();
}

void KioskModel::endSession() {
    moveTo({canServe() ? Page::Attract : Page::OutOfService});
    problem_ = {};
    problemAbout_ = {};
    helpId_.clear();
    emit sessionEnded();
    emit wordsChanged();
    if (large_) switchSize();
    if (language_ != QLatin1String("zh")) emit languageAsked(QStringLiteral("zh"));
}

void KioskModel::showProblem(const core::Error& error, WordsAbout about) {
    problem_ = error;
    problemAbout_ = std::move(about);
    emit wordsChanged();
    if (page() != Page::Problem) show(Page::Problem);
}

void KioskModel::setBusy(bool busy) {
    if (busy_ == busy) return;
    busy_ = busy;
    emit busyChanged();
}

void KioskModel::switchLanguage() {
    touched();
    emit languageAsked(language_ == QLatin1String("zh") ? QStringLiteral("en")
                                                        : QStringLiteral("zh"));
}

void KioskModel::showLanguage(const QString& language) {
    if (language_ == language) return;
    language_ = language;
    emit languageChanged();
    emit wordsChanged();
    emit clockChanged();
}

void KioskModel::switchSize() {
    large_ = !large_;
    idle_.begin(clock_.monotonicMs(), page() == Page::Attract || page() == Page::OutOfService,
                isTyping(page()), large_);
    emit largeChanged();
    emit wordsChanged();
}

void KioskModel::callHelp() {
    touched();
    if (page() == Page::Help) return askHelp();
    const Page asked = page();
    helpId_.clear();
    helpState_ = HelpState::Calling;
    show(Page::Help);
    emit helpChanged();
    desk_.callHelp(screenName(asked), [this](const core::Result<flows::HelpView>& answer) {
        helpState_ = answer ? HelpState::Called : HelpState::Unheard;
        if (answer) helpId_ = answer->id;
        if (answer && !surroundings_.connected) helpState_ = HelpState::Unheard;
        emit helpChanged();
    });
}

void KioskModel::askHelp() {
    if (helpId_.empty()) return;
    desk_.helpOf(helpId_, [this](const core::Result<flows::HelpView>& answer) {
        if (!answer || answer->open || helpState_ == HelpState::Coming) return;
        helpState_ = HelpState::Coming;
        emit helpChanged();
    });
}

void KioskModel::refresh() {
    desk_.surroundings([this](Surroundings found) { take(std::move(found)); });
    if (page() == Page::Help) askHelp();
}

void KioskModel::take(Surroundings surroundings) {
    surroundings_ = std::move(surroundings);
    if (canServe() && page() == Page::OutOfService) moveTo({Page::Attract});
    if (!canServe() && page() == Page::Attract) moveTo({Page::OutOfService});
    emit wordsChanged();
    emit clockChanged();
}

void KioskModel::watch(QObject* application) {
    application->installEventFilter(this);
}

bool KioskModel::eventFilter(QObject* watched, QEvent* event) {
    if (!watched->isWindowType()) return false;
    const auto type = event->type();
    const bool press = type == QEvent::MouseButtonPress || type == QEvent::MouseButtonDblClick;
    if (press && isSecondTouch(*event)) return true;
    if (press || type == QEvent::TouchBegin || type == QEvent::KeyPress) touched();
    return false;
}

bool KioskModel::isSecondTouch(const QEvent& event) {
    const QPointF at = static_cast<const QMouseEvent&>(event).position();
    const std::int64_t now = clock_.monotonicMs();
    const bool soon = now - lastTouchMs_ < doubleTouchMs;
    const bool near = (at - lastTouchAt_).manhattanLength() < doubleTouchPx;
    // A double click comes as a press and its repetition: the first has been judged.
    if (event.type() == QEvent::MouseButtonDblClick) return lastDropped_;
    lastDropped_ = soon && near;
    if (lastDropped_) return true;
    lastTouchMs_ = now;
    lastTouchAt_ = at;
    return false;
}

void KioskModel::touched() {
    idle_.touched(clock_.monotonicMs());
    emit idleChanged();
}

void KioskModel::tick() {
    const bool wasVeiled = veiled();
    const int before = warningSeconds();
    idle_.tick(clock_.monotonicMs());
    if (idle_.isOver()) endSession();
    if (before != warningSeconds() || wasVeiled != veiled()) emit idleChanged();
    const QString now = clock();
    if (now == shownClock_) return;
    shownClock_ = now;
    emit clockChanged();
}

} // namespace menzhen::kiosk
