// SPDX-License-Identifier: Apache-2.0
#include "app/kiosk/takenumbermodel.h"

namespace menzhen::kiosk {

using Page = KioskModel::Page;

TakeNumberModel::TakeNumberModel(Desk& desk, KioskModel& kiosk, TicketModel& ticket)
    : desk_(desk), kiosk_(kiosk), ticket_(ticket) {
    entry_.begin(TypedEntry::Kind::Identity);
    connect(&kiosk_, &KioskModel::sessionEnded, this, &TakeNumberModel::clear);
    connect(&kiosk_, &KioskModel::pageChanged, this, &TakeNumberModel::pageShown);
    connect(&kiosk_, &KioskModel::idleChanged, this, &TakeNumberModel::typedChanged);
    connect(&kiosk_, &KioskModel::languageChanged, this, [this] {
        fillLists();
        emit changed();
        emit typedChanged();
    });
}

void TakeNumberModel::clear() {
    if (holding_) desk_.release();
    holding_ = false;
    departmentList_.clear();
    doctorList_.clear();
    bandList_.clear();
    departments_ = {};
    doctors_ = {};
    department_ = {};
    chosen_ = {};
    held_ = {};
    identity_ = {};
    declined_ = false;
    identityError_ = {};
    elderBand_.reset();
    entry_.clear();
    emit changed();
    emit typedChanged();
}

/// Back among the lists: what was held is given back, and what was typed is forgotten.
void TakeNumberModel::pageShown() {
    const Page page = kiosk_.page();
    if (page != Page::Departments && page != Page::Doctors && page != Page::Bands) return;
    entry_.clear();
    identity_ = {};
    declined_ = false;
    identityError_ = {};
    elderBand_.reset();
    if (!holding_) return;
    holding_ = false;
    held_ = {};
    desk_.release();
}

void TakeNumberModel::begin() {
    desk_.departments(kiosk_.whenDone<flows::Departments>([this](flows::Departments found) {
        departments_ = std::move(found);
        departmentList_.clear();
        fillLists();
        kiosk_.show(Page::Departments);
    }));
}

void TakeNumberModel::chooseDepartment(int index) {
    if (index < 0 || index >= static_cast<int>(departments_.list.size())) return;
    department_ = departments_.list[static_cast<std::size_t>(index)];
    emit changed();
    desk_.doctors(department_.id, kiosk_.whenDone<flows::Doctors>([this](flows::Doctors found) {
        doctors_ = std::move(found);
        doctorList_.clear();
        fillLists();
        kiosk_.show(Page::Doctors);
    }));
}

void TakeNumberModel::chooseDoctor(int index) {
    if (index < 0 || index >= static_cast<int>(doctors_.list.size())) return;
    chosen_ = doctors_.list[static_cast<std::size_t>(index)];
    bandList_.clear();
    fillLists();
    emit changed();
    kiosk_.show(Page::Bands);
}

void TakeNumberModel::chooseBand(int index) {
    if (index < 0 || index >= static_cast<int>(chosen_.bands.size())) return;
    const flows::BandChoice wanted = chosen_.bands[static_cast<std::size_t>(index)];
    if (!flows::eldersOnly(wanted)) return hold(wanted, {}, Page::Identity);
    elderBand_ = wanted; // held once the age is known
    emit changed();
    emit typedChanged();
    kiosk_.show(Page::Identity);
}

void TakeNumberModel::hold(const flows::BandChoice& band, std::string idNumber, Page then) {
    holding_ = true;
    desk_.choose(band.session, band.band, std::move(idNumber),
                 kiosk_.whenDone<flows::Held>([this, then](flows::Held held) {
                     held_ = std::move(held);
                     emit changed();
                     emit typedChanged();
                     kiosk_.show(then);
                 }));
}

void TakeNumberModel::type(const QString& key) {
    kiosk_.touched();
    if (!entry_.add(key)) return;
    identityError_ = {};
    emit typedChanged();
}

void TakeNumberModel::erase() {
    kiosk_.touched();
    entry_.erase();
    identityError_ = {};
    emit typedChanged();
}

void TakeNumberModel::useIdentity() {
    kiosk_.touched();
    kiosk_.setBusy(true);
    desk_.readIdentity(entry_.text(), [this, asked = kiosk_.question()](
                                          const core::Result<flows::IdentityView>& answer) {
        if (asked != kiosk_.question()) return;
        kiosk_.setBusy(false);
        identityError_ = answer ? core::Error{} : answer.error();
        if (answer && elderBand_ && answer->age < doctors_.elderAge)
            identityError_ = {core::ErrorKind::Refused, "elders-only", {}};
        const bool good = identityError_.code.empty();
        if (good) identity_ = *answer;
        declined_ = false;
        emit typedChanged();
        emit changed();
        if (good && elderBand_) return hold(*elderBand_, entry_.text(), Page::Confirm);
        if (good) kiosk_.show(Page::Confirm);
    });
}

void TakeNumberModel::goWithout() {
    kiosk_.touched();
    entry_.clear();
    identity_ = {};
    declined_ = false;
    identityError_ = {};
    emit typedChanged();
    emit changed();
    kiosk_.show(Page::Confirm);
}

void TakeNumberModel::switchPriority() {
    kiosk_.touched();
    declined_ = !declined_;
    emit changed();
}

void TakeNumberModel::confirm() {
    confirmPaid({});
}

void TakeNumberModel::confirmPaid(const flows::WalkInPayment& payment) {
    flows::WalkInDetails details;
    details.payment = payment;
    details.idNumber = entry_.text();
    details.declinePriority = declined_;
    details.language = kiosk_.ticketLanguage();
    auto printed = ticket_.printed();
    auto issued =
        kiosk_.whenDone<flows::IssuedTicket>([this, payment](const flows::IssuedTicket& ticket) {
            holding_ = false; // it is a ticket now: nothing to give back
            ticket_.showIssued(ticket, chosen_.session, payment);
        });
    if (payment.paid) issued = orMoneyBack(std::move(issued), payment.reference);
    desk_.take(std::move(details), std::move(issued), std::move(printed));
}

/// Paid, and no ticket can be made: the registry sends the money back, and the person hears so.
Done<flows::IssuedTicket> TakeNumberModel::orMoneyBack(Done<flows::IssuedTicket> done,
                                                       const std::string& reference) {
    return [this, done = std::move(done), reference,
            asked = kiosk_.question()](core::Result<flows::IssuedTicket> answer) {
        if (answer || asked != kiosk_.question()) return done(std::move(answer));
        kiosk_.setBusy(false);
        WordsAbout about = kiosk_.about();
        about.time = text(reference);
        kiosk_.showProblem({core::ErrorKind::Refused, "paid-no-ticket", {}}, std::move(about));
    };
}

void TakeNumberModel::fillLists() {
    const auto worded = [this](const auto& one) { return row(one); };
    departmentList_.fillFrom(departments_.list, worded);
    doctorList_.fillFrom(doctors_.list, worded);
    bandList_.fillFrom(chosen_.bands, worded);
}

Choice TakeNumberModel::row(const flows::DepartmentChoice& one) const {
    const bool can = one.whyNot.empty();
    const QString place = tr("Floor %1, zone %2").arg(one.floor).arg(text(one.zone));
    return {text(one.name, kiosk_.language()), can ? place : Wording::whyNot(one.whyNot),
            can ? tr("from %1").arg(Wording::fee(one.fromText, one.fromFen == 0)) : QString(),
            can ? left(one.free, one.freeElder, departments_.elderAge) : QString(), can};
}

Choice TakeNumberModel::row(const flows::DoctorChoice& one) const {
    const bool can = one.whyNot.empty();
    const QString kind = one.session.pooled ? text(one.session.feeName, kiosk_.language())
                                            : text(one.session.title, kiosk_.language());
    const QString half = one.session.half == "PM" ? tr("afternoon") : tr("morning");
    return {doctorName(one.session),
            can ? kind + QStringLiteral(" · ") + half : Wording::whyNot(one.whyNot),
            Wording::fee(one.session.amountText, one.session.amountFen == 0),
            can ? left(one.free, one.freeElder, doctors_.elderAge) : QString(), can};
}

Choice TakeNumberModel::row(const flows::BandChoice& one) const {
    const bool can = one.whyNot.empty();
    const QString about = !can ? Wording::whyNot(one.whyNot)
                          : one.opensNow
                              ? tr("Wait in the zone at once")
                              : tr("Scan your ticket from %1").arg(text(one.checkInFrom));
    const QString places = can ? tr("%1 free").arg(one.free + one.freeElder) : QString();
    if (!flows::eldersOnly(one)) return {text(one.text), about, places, {}, can};
    return {text(one.text), tr("Age %1 and over").arg(doctors_.elderAge), places, {}, can};
}

/// What is left of places; those for the old are named when there are no others.
QString TakeNumberModel::left(int free, int freeElder, int elderAge) const {
    return free == 0 && freeElder > 0 ? tr("%1 free, age %2 and over").arg(freeElder).arg(elderAge)
                                      : tr("%1 free").arg(free);
}

QString TakeNumberModel::doctorName(const flows::SessionView& session) const {
    return session.doctor.empty() ? tr("Any doctor of the clinic")
                                  : text(session.doctor, kiosk_.language());
}

QString TakeNumberModel::department() const {
    return text(department_.name, kiosk_.language());
}

QString TakeNumberModel::doctor() const {
    return chosen_.session.id.empty() ? QString() : doctorName(chosen_.session);
}

QString TakeNumberModel::where() const {
    const auto& where = held_.session.where;
    if (where.zone.empty()) return {};
    const QString zone = tr("zone %1").arg(text(where.zone));
    return where.floorHint.empty()
               ? zone
               : text(where.floorHint, kiosk_.language()) + QStringLiteral(", ") + zone;
}

QString TakeNumberModel::fee() const {
    if (chosen_.session.id.empty()) return {};
    return Wording::fee(chosen_.session.amountText, chosen_.session.amountFen == 0);
}

QString TakeNumberModel::typed() const {
    return entry_.shown(kiosk_.veiled());
}

QString TakeNumberModel::identity() const {
    return identity_.maskedNumber.empty() ? tr("without an identity number")
                                          : text(identity_.maskedNumber);
}

Words TakeNumberModel::hint() const {
    return identityError_.code.empty() ? Words{} : Wording::of(identityError_, kiosk_.about());
}

} // namespace menzhen::kiosk
