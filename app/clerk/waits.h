// SPDX-License-Identifier: Apache-2.0
// When those of a queue may be called, place by place: what a kiosk puts on a ticket and on "my
// place in the queue". No names, no entries. Thread: the connection's.
#pragma once

#include "app/clerk/views.h"

namespace menzhen::clerk {

/// {"waits":[{"ahead":0,"from":605,"to":620},...],"why":null}: minutes after midnight of today, by
/// how many are called before; the last one is whoever came now. `why` ("paused" "no-history"
/// "stale"): there is no time for anybody. Errors: Refused "unknown-queue".
core::Result<json> showWaits(Views& views, const std::string& queue, const std::string& half);

} // namespace menzhen::clerk
