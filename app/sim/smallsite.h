// SPDX-License-Identifier: Apache-2.0
// The simulator's hospital: two departments, one doctor of her own and one pool of two, a morning.
// Small, so that a hundred thousand mornings pass in minutes.
#pragma once

#include "app/clerk/clerk.h"
#include "app/core/hospital.h"

#include <string>

namespace menzhen::sim {

inline constexpr const char* siteId = "SIM1";
inline constexpr const char* zoneId = "1A";
inline constexpr int today = 20261123; ///< a Monday
inline constexpr int startMinute = 480;
inline constexpr const char* staffPin = "246810";

core::Hospital smallHospital();
/// Opens today's and tomorrow's sessions and hires d01 and d02. Inside begin() and end().
core::Result<void> furnish(clerk::Clerk& clerk);

/// Patient 7: a made-up name and a made-up number, neither of which may ever be found in a store of
/// the lobby, on paper or in a log.
std::string patientName(int number);
std::string patientIdNumber(int number);

} // namespace menzhen::sim
