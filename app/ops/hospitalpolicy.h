// SPDX-License-Identifier: Apache-2.0
// The two blocks of numbers in a hospital file: booking_policy and queue_rules.
#pragma once

#include "app/core/hospital.h"
#include "app/ops/locatedfields.h"

namespace menzhen::ops {

inline constexpr int maxAdvanceDays = 365;
inline constexpr int maxCancelLeadMinutes = 2 * core::minutesPerDay;

/// Keys that are left out keep core's defaults, except the ones that every hospital must decide.
core::BookingPolicy readBookingPolicy(const LocatedValue& from);
/// "identity_at_pickup" of the policy or of a department; nothing: left out.
std::optional<core::PickupIdentity> readPickupIdentity(const LocatedValue& from);
/// Every key must be a parameter of the queue rules (core/queueparameters.h); none is required.
core::QueueParameters readQueueRules(const LocatedValue& from);

} // namespace menzhen::ops
