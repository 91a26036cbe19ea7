// SPDX-License-Identifier: Apache-2.0
// A hospital's terms as phones need them: its booking policy, its switch, where to go with an
// emergency. Throws SQLite::Exception inside read(). Thread: any.
#pragma once

#include "app/core/hospital.h"
#include "db/store/records.h"

#include <string>

namespace menzhen::clerk {

struct Terms {
    core::BookingPolicy policy;
    bool bookingOff = false;
    std::string noticeZh; ///< why booking is off, or empty
    std::string noticeEn;
    std::string emergencyZh = "急诊"; ///< where to go with an emergency
    std::string emergencyEn = "Emergency department";
    std::string emergencyPhone = "120"; ///< ambulances in all of China
    std::string buildingZh;             ///< of the outpatient hall; may be empty
    std::string buildingEn;
};

/// Of the organization's row.
Terms readTerms(const store::Record& organization);
/// Of a site; the defaults when the store does not hold it.
Terms termsOf(store::Database& database, const std::string& site);

} // namespace menzhen::clerk
