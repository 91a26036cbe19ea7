// SPDX-License-Identifier: Apache-2.0
// A number for laboratory, imaging or pharmacy: one touch on the list, and the ticket.
// Thread: GUI. Desk, kiosk and ticket outlive it.
#pragma once

#include "app/kiosk/choicelist.h"
#include "app/kiosk/ticketmodel.h"

namespace menzhen::kiosk {

class ServiceModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("handed to Main.qml")
    Q_PROPERTY(menzhen::kiosk::ChoiceList* services READ services CONSTANT FINAL)

public:
    ServiceModel(Desk& desk, KioskModel& kiosk, TicketModel& ticket);

    ChoiceList* services() { return &list_; }

    Q_INVOKABLE void begin();
    Q_INVOKABLE void choose(int index);

private:
    void fill();
    void clear();

    Desk& desk_;
    KioskModel& kiosk_;
    TicketModel& ticket_;
    ChoiceList list_;
    std::vector<flows::ServiceChoice> services_;
};

} // namespace menzhen::kiosk
