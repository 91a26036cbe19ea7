// SPDX-License-Identifier: Apache-2.0
// How long the place that a bill pays for is kept: while its money may come, at most core's
// billLifeMs; afterwards what it would have been kept without the bill.
// Inside begin() and end() of a transaction. Thread: the writer's.
#pragma once

#include "app/clerk/clerk.h"
#include "app/clerk/paymentstore.h"
#include "db/store/records.h"

namespace menzhen::clerk {

/// After a payment died somebody may still stand there and choose another way.
inline constexpr std::int64_t chooseAgainMs = 60'000;

/// Whether a bill has a say in how long this slot is kept.
bool isKept(const store::Record& slot);
/// Until when the place of this bill is kept, from now on.
core::Result<void> keepPlace(Clerk& clerk, const BillRow& row, std::int64_t untilMs);
/// The place of a booking that waits for this bill's money; what was sold anew is another's.
bool waitsFor(Clerk& clerk, const BillRow& row);
/// A hold whose bill can get no money any more falls back to its own time.
void fallBack(Clerk& clerk, const BillRow& row);

} // namespace menzhen::clerk
