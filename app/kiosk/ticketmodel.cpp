// SPDX-License-Identifier: Apache-2.0
#include "app/kiosk/ticketmodel.h"

namespace menzhen::kiosk {

TicketModel::TicketModel(Desk& desk, KioskModel& kiosk) : desk_(desk), kiosk_(kiosk) {
    connect(&kiosk_, &KioskModel::sessionEnded, this, &TicketModel::clear);
    connect(&kiosk_, &KioskModel::languageChanged, this, &TicketModel::changed);
    // What the printer says comes with the surroundings.
    connect(&kiosk_, &KioskModel::wordsChanged, this, &TicketModel::changed);
}

void TicketModel::clear() {
    answer_ = {};
    paying_.reset();
    payment_ = {};
    printError_ = {};
    note_.clear();
    provisional_ = false;
    pageCode_.clear();
    paper_ = Paper::Printing;
    ++shown_;
    emit changed();
}

void TicketModel::showIssued(const flows::IssuedTicket& ticket,
                             std::optional<flows::SessionView> paying,
                             flows::WalkInPayment payment) {
    answer_ = {};
    answer_.place = ticket.place;
    answer_.place.checkInFrom = ticket.checkInFrom;
    answer_.checkedIn = ticket.checkInFrom.empty();
    answer_.late = ticket.place.late;
    note_ = ticket.note;
    provisional_ = ticket.provisional;
    paying_ = std::move(paying);
    payment_ = std::move(payment);
    pageCode_ = text(desk_.qr(ticket.place.pageUrl));
    emit changed();
    kiosk_.replace(KioskModel::Page::Ticket);
}

void TicketModel::showPlace(const flows::TicketAnswer& answer) {
    clear();
    answer_ = answer;
    emit changed();
    kiosk_.replace(KioskModel::Page::Place);
}

TicketModel::Paper TicketModel::paper() const {
    return paper_ == Paper::Printing && !kiosk_.printsTickets() ? Paper::Missing : paper_;
}

PaperTold TicketModel::printed() {
    paper_ = Paper::Printing;
    printError_ = {};
    return [this, shown = ++shown_](const flows::PrintReport& report) {
        if (shown == shown_) this->report(report);
    };
}

void TicketModel::report(const flows::PrintReport& report) {
    using Result = flows::PrintReport::Result;
    switch (report.result) {
    case Result::Printed:
        paper_ = Paper::Printed;
        break;
    case Result::Sent:
    case Result::Doubtful:
        paper_ = Paper::Asking;
        break;
    case Result::NotPrinted:
        paper_ = Paper::Missing;
        break;
    }
    printError_ = report.error;
    emit changed();
}

void TicketModel::cameOut() {
    kiosk_.touched();
    paper_ = Paper::Printed;
    emit changed();
}

void TicketModel::printAgain() {
    kiosk_.touched();
    auto again = printed();
    emit changed();
    desk_.reprint(place().day, place().ticket, kiosk_.ticketLanguage(), std::move(again));
}

void TicketModel::done() {
    kiosk_.home();
}

QString TicketModel::department() const {
    return text(place().session.department, kiosk_.language());
}

QString TicketModel::doctor() const {
    const auto& session = place().session;
    if (session.id.empty() || session.service) return {};
    if (session.doctor.empty()) return tr("Any doctor of the clinic");
    return text(session.doctor, kiosk_.language());
}

QString TicketModel::where() const {
    return zoneAndFloor(place().session.where, kiosk_.language());
}

QString TicketModel::ahead() const {
    return place().ahead ? Wording::people(*place().ahead) : QString();
}

QString TicketModel::call() const {
    return place().callRange.empty() ? QString() : tr("about %1").arg(text(place().callRange));
}

QString TicketModel::fee() const {
    if (!paying_) return {};
    if (!paying_->planned) return tr("pay at a window first");
    if (paying_->amountFen == 0) return Wording::fee({}, true);
    const QString amount = Wording::fee(paying_->amountText, false);
    const QString reference = text(payment_.reference);
    if (payment_.paid) return tr("%1, paid. Receipt %2").arg(amount, reference);
    if (!reference.isEmpty())
        return tr("%1, the payment is being checked: show %2 at a window").arg(amount, reference);
    return tr("%1, pay at a window first").arg(amount);
}

bool TicketModel::offersNext() const {
    const std::string& state = place().state;
    return !place().session.id.empty() && !place().session.service &&
           (state == "called" || state == "onleave" || state == "finished");
}

QString TicketModel::cutOffText() const {
    if (!place().asOf.empty() && !provisional_)
        return tr("Offline: as of %1.").arg(text(place().asOf));
    if (!provisional_) return {};
    if (note_ == "unknown-booking" || note_ == "unknown-plan")
        return tr("The network is interrupted. Your booking is new to this kiosk; the ticket is "
                  "valid.");
    return tr("The network is interrupted. Your ticket is valid.");
}

QString TicketModel::paperText() const {
    switch (paper()) {
    case Paper::Printing:
        return tr("Your ticket is being printed.");
    case Paper::Printed:
        return tr("Please take your ticket.");
    case Paper::Asking:
        return tr("Did your ticket come out?");
    case Paper::Missing:
        return tr("No paper right now: please note your number");
    }
    return {};
}

} // namespace menzhen::kiosk
