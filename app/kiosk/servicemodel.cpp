// SPDX-License-Identifier: Apache-2.0
#include "app/kiosk/servicemodel.h"

namespace menzhen::kiosk {

ServiceModel::ServiceModel(Desk& desk, KioskModel& kiosk, TicketModel& ticket)
    : desk_(desk), kiosk_(kiosk), ticket_(ticket) {
    connect(&kiosk_, &KioskModel::sessionEnded, this, &ServiceModel::clear);
    connect(&kiosk_, &KioskModel::languageChanged, this, &ServiceModel::fill);
}

void ServiceModel::clear() {
    services_.clear();
    list_.clear();
}

void ServiceModel::begin() {
    using Services = std::vector<flows::ServiceChoice>;
    desk_.services(kiosk_.whenDone<Services>([this](Services found) {
        services_ = std::move(found);
        list_.clear();
        fill();
        kiosk_.show(KioskModel::Page::Services);
    }));
}

void ServiceModel::choose(int index) {
    if (index < 0 || index >= static_cast<int>(services_.size())) return;
    auto printed = ticket_.printed();
    desk_.takeService(
        services_[static_cast<std::size_t>(index)].id, kiosk_.ticketLanguage(),
        kiosk_.whenDone<flows::IssuedTicket>([this](const flows::IssuedTicket& issued) {
            ticket_.showIssued(issued, std::nullopt);
        }),
        std::move(printed));
}

void ServiceModel::fill() {
    std::vector<Choice> rows;
    for (const flows::ServiceChoice& one : services_) {
        const bool can = one.whyNot.empty();
        const QString where = zoneAndFloor(one.where, kiosk_.language());
        rows.push_back({text(one.name, kiosk_.language()),
                        can ? where : where + QStringLiteral(" · ") + Wording::whyNot(one.whyNot),
                        can ? tr("%1 waiting").arg(one.waiting) : QString(),
                        {},
                        can});
    }
    list_.fill(std::move(rows));
}

} // namespace menzhen::kiosk
