// SPDX-License-Identifier: Apache-2.0
#include "app/kiosk/reportsmodel.h"

namespace menzhen::kiosk {

ReportsModel::ReportsModel(Desk& desk, KioskModel& kiosk) : desk_(desk), kiosk_(kiosk) {
    connect(&kiosk_, &KioskModel::sessionEnded, this, &ReportsModel::clear);
    connect(&kiosk_, &KioskModel::languageChanged, this, [this] {
        fillRows();
        emit changed();
    });
    connect(&kiosk_, &KioskModel::idleChanged, this, [this] {
        if (kiosk_.veiled() != rowsVeiled_) fillRows();
    });
}

void ReportsModel::clear() {
    key_ = {};
    found_ = {};
    chosen_ = {};
    paper_ = Paper::NotAsked;
    ++shown_;
    rows_.clear();
    emit changed();
}

void ReportsModel::fillRows() {
    rowsVeiled_ = kiosk_.veiled();
    rows_.fillFrom(found_.list, [this](const auto& one) { return row(one); });
}

void ReportsModel::find(flows::ReportKey key, std::function<void(const core::Error&)> refused) {
    kiosk_.touched();
    kiosk_.setBusy(true);
    key_ = std::move(key);
    desk_.findReports(key_, [this, asked = kiosk_.question(),
                             refused = std::move(refused)](core::Result<flows::ReportList> answer) {
        if (asked != kiosk_.question()) return;
        kiosk_.setBusy(false);
        if (!answer) {
            key_ = {};
            return refused(answer.error());
        }
        found_ = std::move(*answer);
        rows_.clear();
        fillRows();
        emit changed();
        kiosk_.replace(KioskModel::Page::Reports);
    });
}

void ReportsModel::choose(int index) {
    if (index < 0 || index >= static_cast<int>(found_.list.size())) return;
    chosen_ = found_.list[static_cast<std::size_t>(index)];
    paper_ = Paper::NotAsked;
    ++shown_;
    emit changed();
    kiosk_.show(KioskModel::Page::Report);
}

void ReportsModel::print() {
    kiosk_.touched();
    if (chosen_.id.empty() || paper_ == Paper::Printing) return;
    desk_.printReport(key_, chosen_.id, kiosk_.ticketLanguage(),
                      kiosk_.whenDone<flows::ReportOrdered>([this](flows::ReportOrdered ordered) {
                          chosen_.prints = ordered.copy;
                          for (flows::ReportHead& one : found_.list)
                              if (one.id == chosen_.id) one.prints = ordered.copy;
                          fillRows();
                          paper_ = Paper::Printing;
                          emit changed();
                      }),
                      [this, shown = ++shown_](const flows::PrintReport& told) {
                          if (shown == shown_) report(told);
                      });
}

void ReportsModel::report(const flows::PrintReport& told) {
    using Result = flows::PrintReport::Result;
    const bool sure = told.result == Result::Printed;
    const bool missing = told.result == Result::NotPrinted;
    paper_ = sure ? Paper::Printed : missing ? Paper::Missing : Paper::Asking;
    emit changed();
}

void ReportsModel::cameOut() {
    kiosk_.touched();
    paper_ = Paper::Printed;
    emit changed();
}

QString ReportsModel::stateOf(const flows::ReportHead& one) {
    if (one.registered) return tr("Asked for, no result yet");
    if (!one.final) return tr("Not final: more is to come");
    return one.amended ? tr("Final, corrected") : tr("Final");
}

QString ReportsModel::state() const {
    return chosen_.number.empty() ? QString() : stateOf(chosen_);
}

QString ReportsModel::visit() const {
    if (chosen_.number.empty()) return {};
    return text(chosen_.number) + QStringLiteral(" · ") +
           Wording::day(chosen_.day, kiosk_.language());
}

QString ReportsModel::prints() const {
    if (chosen_.number.empty()) return {};
    if (chosen_.prints == 0) return tr("not yet");
    return chosen_.prints == 1 ? tr("once") : tr("%1 times").arg(chosen_.prints);
}

Choice ReportsModel::row(const flows::ReportHead& one) const {
    // Of one visit, which its code opened, the day is known.
    const QString day =
        found_.opens ? QString() : QStringLiteral(" · ") + Wording::day(one.day, kiosk_.language());
    return {rowsVeiled_ ? QStringLiteral("•••") : text(one.name, kiosk_.language()),
            stateOf(one) + day,
            {},
            one.prints > 0 ? tr("printed") : text(one.number),
            found_.opens && !one.registered};
}

QString ReportsModel::paperText() const {
    switch (paper_) {
    case Paper::NotAsked:
        return {};
    case Paper::Printing:
        return tr("Your report is being printed.");
    case Paper::Printed:
        return tr("Please take your report with you.");
    case Paper::Asking:
        return tr("Did your report come out?");
    case Paper::Missing:
        return tr("No paper right now: your report is kept");
    }
    return {};
}

} // namespace menzhen::kiosk
