// SPDX-License-Identifier: Apache-2.0
// The nine invariants of a schedule that has healed and settled.
//
//   I1 nothing acknowledged is lost               I6 one redemption takes effect, an extra one is
//   I2 no effect twice                               a compensation
//   I3 printed ticket texts are unique            I7 the sums of every session's slots hold
//   I4 replicas at one revision are equal         I8 liveness: nothing is wedged
//   I5 revisions without gaps, in order           I9 the audit chain verifies, and no personal data
//                                                    stands where it must not
#pragma once

#include "app/sim/world.h"

#include <string>
#include <vector>

namespace menzhen::sim {

/// What is wrong, one line each, beginning with the invariant's name; empty: nothing.
std::vector<std::string> violationsOf(World& world);

} // namespace menzhen::sim
