// SPDX-License-Identifier: Apache-2.0
// How many people will be called before each who waits (domain.md W4), by the queue's own rules and
// not by a count of numbers. A pure function.
#pragma once

#include "app/core/queue.h"

#include <functional>
#include <map>
#include <string>

namespace menzhen::core {

/// By id, for everybody waiting or staged: the calls that come before theirs if nobody else checked
/// in and the stations that have a staged list or a pin called in turn, beginning at `now` (minutes
/// after local midnight). Who is being served in another queue is left out: nobody knows when they
/// are back. Works on a copy; O(n log n).
std::map<std::string, int, std::less<>> peopleAhead(const Queue& queue, int now);

} // namespace menzhen::core
