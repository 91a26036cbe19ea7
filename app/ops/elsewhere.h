// SPDX-License-Identifier: Apache-2.0
// One person in two queues (queue rules, 6): while one entry is being served, the person's others
// keep their places and are passed. Two entries are known to be one person's by the day-keyed index
// of their bookings; a ticket without a booking is nobody else's.
#pragma once

#include "app/ops/entry.h"

namespace menzhen::ops {

/// To be called whenever `entry` begins or ends being served: adds the rows of the person's other
/// entries of the day.
void shareServing(Judgement& judgement, JudgeContext& context, int day, const std::string& entry,
                  bool served);

} // namespace menzhen::ops
