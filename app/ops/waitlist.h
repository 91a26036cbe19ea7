// SPDX-License-Identifier: Apache-2.0
// What the ops of holds and bookings do to the waiting list.
#pragma once

#include "db/store/records.h"

#include <optional>
#include <string>

namespace menzhen::ops {

/// Whose offer a hold is; nothing: nobody's.
std::optional<store::Record> waitlistOfHold(store::Database& database, const std::string& site,
                                            const std::string& hold);
/// A record with the row's key alone.
store::Record waitlistKey(const store::Record& row);

} // namespace menzhen::ops
