// SPDX-License-Identifier: Apache-2.0
// A queue as waiting.h wants it: who is here in the order of call, and who is expected before them.
// A pure function.
#pragma once

#include "app/core/queue.h"
#include "app/core/waiting.h"

#include <map>
#include <string>

namespace menzhen::core {

/// Places and comers at `now`; stations are the caller's to say. `ahead` is peopleAhead() of it.
/// O(n log n).
WaitingLine waitingLine(const Queue& queue, int now,
                        const std::map<std::string, int, std::less<>>& ahead);

} // namespace menzhen::core
