// SPDX-License-Identifier: Apache-2.0
#include "app/kiosk/nextvisitmodel.h"

namespace menzhen::kiosk {

using Page = KioskModel::Page;

NextVisitModel::NextVisitModel(Desk& desk, KioskModel& kiosk, TicketModel& ticket)
    : desk_(desk), kiosk_(kiosk), ticket_(ticket) {
    connect(&kiosk_, &KioskModel::sessionEnded, this, &NextVisitModel::clear);
    connect(&kiosk_, &KioskModel::clockChanged, this, &NextVisitModel::aged);
    connect(&kiosk_, &KioskModel::languageChanged, this, [this] {
        fillLists();
        emit changed();
        emit aged();
    });
}

void NextVisitModel::clear() {
    dayList_.clear();
    doctorList_.clear();
    bandList_.clear();
    place_ = {};
    days_ = {};
    doctors_ = {};
    chosen_ = {};
    band_ = {};
    booked_ = {};
    day_ = 0;
    pageCode_.clear();
    paper_.reset();
    emit changed();
}

void NextVisitModel::noteAge(std::int64_t asOfMs) {
    asOfMs_ = asOfMs;
    arrivedMs_ = kiosk_.time().monotonicMs();
    emit aged();
}

void NextVisitModel::begin() {
    clear();
    place_ = ticket_.shown();
    emit changed();
    desk_.nextDays(place_.session.departmentId,
                   kiosk_.whenDone<flows::NextDays>([this](flows::NextDays found) {
                       days_ = std::move(found);
                       noteAge(days_.asOfMs);
                       fillLists();
                       kiosk_.show(Page::NextDays);
                   }));
}

void NextVisitModel::chooseDay(int index) {
    if (index < 0 || index >= static_cast<int>(days_.list.size())) return;
    day_ = days_.list[static_cast<std::size_t>(index)].day;
    desk_.nextDoctors(place_.session.departmentId, day_,
                      kiosk_.whenDone<flows::NextDoctors>([this](flows::NextDoctors found) {
                          doctors_ = std::move(found);
                          noteAge(doctors_.asOfMs);
                          doctorList_.clear();
                          fillLists();
                          emit changed();
                          kiosk_.show(Page::NextDoctors);
                      }));
}

void NextVisitModel::chooseDoctor(int index) {
    if (index < 0 || index >= static_cast<int>(doctors_.list.size())) return;
    chosen_ = doctors_.list[static_cast<std::size_t>(index)];
    bandList_.clear();
    fillLists();
    emit changed();
    kiosk_.show(Page::NextBands);
}

void NextVisitModel::chooseBand(int index) {
    if (index < 0 || index >= static_cast<int>(chosen_.bands.size())) return;
    band_ = chosen_.bands[static_cast<std::size_t>(index)];
    emit changed();
    kiosk_.show(Page::NextConfirm);
}

void NextVisitModel::confirm() {
    flows::NextWish wish;
    wish.ticket = place_.ticket;
    wish.session = chosen_.session;
    wish.session.id = band_.session; // of a pool, the one that has most left
    wish.band = band_.band;
    wish.asOfMs = asOfMs_;
    wish.language = kiosk_.ticketLanguage();
    desk_.bookNext(wish, kiosk_.whenDone<flows::NextBooked>([this](flows::NextBooked booked) {
        booked_ = std::move(booked);
        pageCode_ = text(desk_.qr(booked_.pageUrl));
        emit changed();
        kiosk_.replace(Page::NextBooked);
    }),
                   [this](const flows::PrintReport& report) {
                       if (report.ticket != booked_.id || booked_.id.empty()) return;
                       paper_ = report.result;
                       emit changed();
                   });
}

void NextVisitModel::fillLists() {
    const auto worded = [this](const auto& one) { return row(one); };
    dayList_.fillFrom(days_.list, worded);
    doctorList_.fillFrom(doctors_.list, worded);
    bandList_.fillFrom(chosen_.bands, worded);
}

Choice NextVisitModel::row(const flows::NextDay& one) const {
    const bool can = one.whyNot.empty();
    return {Wording::day(one.day, kiosk_.language()),
            can ? QString() : Wording::whyNotThen(one.whyNot),
            can ? tr("%1 free").arg(one.free) : QString(),
            {},
            can};
}

Choice NextVisitModel::row(const flows::DoctorChoice& one) const {
    const bool can = one.whyNot.empty();
    const auto& session = one.session;
    const QString name = session.doctor.empty() ? tr("Any doctor of the clinic")
                                                : text(session.doctor, kiosk_.language());
    const QString half = session.half == "PM" ? tr("afternoon") : tr("morning");
    const QString title = text(session.title, kiosk_.language());
    const QString about =
        session.pooled || title.isEmpty() ? half : title + QStringLiteral(" · ") + half;
    return {name, can ? about : half + QStringLiteral(" · ") + Wording::whyNotThen(one.whyNot),
            Wording::fee(session.amountText, session.amountFen == 0),
            can ? tr("%1 free").arg(one.free) : QString(), can};
}

Choice NextVisitModel::row(const flows::BandChoice& one) {
    const bool can = one.whyNot.empty();
    return {text(one.text),
            can ? QString() : Wording::whyNotThen(one.whyNot),
            can ? tr("%1 free").arg(one.free) : QString(),
            {},
            can};
}

QString NextVisitModel::department() const {
    return text(place_.session.department, kiosk_.language());
}

QString NextVisitModel::day() const {
    return Wording::day(day_, kiosk_.language());
}

QString NextVisitModel::doctor() const {
    if (chosen_.session.id.empty()) return {};
    return chosen_.session.doctor.empty() ? tr("Any doctor of the clinic")
                                          : text(chosen_.session.doctor, kiosk_.language());
}

QString NextVisitModel::where() const {
    return chosen_.session.id.empty() ? QString()
                                      : zoneAndFloor(chosen_.session.where, kiosk_.language());
}

QString NextVisitModel::fee() const {
    if (chosen_.session.id.empty()) return {};
    return Wording::fee(chosen_.session.amountText, chosen_.session.amountFen == 0);
}

QString NextVisitModel::name() const {
    const std::string& masked = booked_.id.empty() ? place_.masked : booked_.masked;
    return masked.empty() ? tr("as on your ticket") : text(masked);
}

QString NextVisitModel::age() const {
    if (arrivedMs_ == 0 && asOfMs_ == 0) return {};
    const int minute = kiosk_.time().local(asOfMs_).minute;
    const QString at = QStringLiteral("%1:%2")
                           .arg(minute / 60, 2, 10, QLatin1Char('0'))
                           .arg(minute % 60, 2, 10, QLatin1Char('0'));
    const bool old = kiosk_.time().monotonicMs() - arrivedMs_ > labelledMs;
    return old ? tr("Free places as of %1, no longer new.").arg(at)
               : tr("Free places as of %1.").arg(at);
}

QString NextVisitModel::paperText() const {
    if (!paper_) return tr("Your slip is being printed.");
    if (noPaper()) return tr("No paper right now: please note the short code");
    return tr("Please take your slip.");
}

} // namespace menzhen::kiosk
