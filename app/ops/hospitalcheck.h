// SPDX-License-Identifier: Apache-2.0
// What must hold between the parts of one hospital; each broken rule becomes a problem at the place
// in the file where it shows.
#pragma once

#include "app/core/hospital.h"
#include "app/ops/locatedfields.h"

namespace menzhen::ops {

/// Shares of channels may miss 1 by so much, because thirds are written as 0.333.
inline constexpr int shareTolerancePpm = 1000;

/// Ids, prefixes, references, times, rooms, shares and the count of numbers. `from` is the object
/// that `hospital` was read from.
void checkHospital(const core::Hospital& hospital, const LocatedValue& from);

/// The second and later of two equal texts under `key` are problems; `what` names the things.
void checkUnique(const std::vector<LocatedValue>& all, std::string_view key, std::string_view what);

} // namespace menzhen::ops
