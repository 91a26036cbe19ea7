// SPDX-License-Identifier: Apache-2.0
// What is shown when something is not as it should be, and help.
#pragma once

#include "tests/app/kiosk/tourstand.h"

namespace menzhen::kiosk::test {

/// What a kiosk without its registry shows.
inline void seeCutOff(Stage& stage, const std::function<void()>& again,
                      const std::function<void(const char*)>& see) {
    stage.desk.cutOff = true;
    again();
    stage.service.begin();
    see("services-offline");
    again();
    stage.takeNumber.begin();
    see("departments-offline");
    stage.takeNumber.chooseDepartment(0);
    see("doctors-offline");
    stage.takeNumber.chooseDoctor(0);
    see("bands-offline");
    stage.takeNumber.chooseBand(0);
    stage.takeNumber.goWithout();
    see("confirm-offline");
    stage.takeNumber.confirm();
    see("ticket-offline");
    again();
    stage.checkIn.begin();
    stage.show("BOOKING");
    stage.checkIn.yes();
    see("ticket-offline-booked");
    again();
    stage.checkIn.beginPlace();
    stage.show("TICKET");
    see("place-offline");
    again();
    stage.desk.reportError = "offline-reports";
    stage.checkIn.beginReports();
    stage.show("BOOKING");
    see("problem-offline-reports");
    stage.desk.reportError.clear();
    for (const char* code : {"offline-personal", "offline-limit"}) {
        again();
        stage.desk.holdError = code;
        stage.takeNumber.begin();
        stage.takeNumber.chooseDepartment(0);
        stage.takeNumber.chooseDoctor(0);
        stage.takeNumber.chooseBand(0);
        see((std::string("problem-") + code).c_str());
    }
    stage.desk.holdError.clear();
    again();
    stage.desk.state = flows::VisitState::AlreadyCheckedIn;
    stage.checkIn.begin();
    stage.show("BOOKING");
    see("problem-already");
    stage.desk.state = flows::VisitState::Ready;
    stage.desk.cutOff = false;
    again();
}

inline void seeTheRest(Stage& stage, const std::function<void()>& again,
                       const std::function<void(const char*)>& see) {
    again();
    stage.takeNumber.begin();
    stage.kiosk.callHelp();
    see("help");
    again();
    stage.takeNumber.begin();
    stage.clock.passedMs += (stage.kiosk.large() ? 120'000 : 60'000) + 1000;
    stage.kiosk.tick();
    see("idle-warning");
    again();
    stage.desk.around.connected = false;
    stage.kiosk.refresh();
    see("attract-offline");
    seeCutOff(stage, again, see);
    stage.desk.around.connected = true;
    stage.kiosk.refresh();
    again();
    stage.desk.storeError = "store-full";
    stage.desk.around.neighbour = "K2";
    stage.kiosk.refresh();
    stage.checkIn.begin();
    stage.show("BOOKING");
    stage.checkIn.yes();
    see("problem-disk");
    stage.desk.around.storeWorks = false;
    again();
    stage.kiosk.refresh();
    see("out-of-service-disk");
    stage.desk.around.storeWorks = true;
    stage.desk.storeError.clear();
    stage.kiosk.refresh();
    const auto hospital = std::exchange(stage.desk.around.hospital, {});
    stage.kiosk.refresh();
    see("out-of-service");
    stage.desk.around.hospital = hospital;
    stage.kiosk.refresh();
}

} // namespace menzhen::kiosk::test
