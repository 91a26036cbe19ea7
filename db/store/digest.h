// SPDX-License-Identifier: Apache-2.0
// What a scope's rows add up to, so that a device and its registry can tell at one revision whether
// they hold the same (sync.md 1.14). The sum over the rows does not depend on their order.
// Throws SQLite::Exception inside transact()/read(). Costs one pass over the rows.
#pragma once

#include "db/store/database.h"

#include <string>

namespace menzhen::store {

/// Of the standing data and of the rows of `today` and `tomorrow`: 32 hexadecimal digits.
std::string lobbyDigest(Database& database, const std::string& site, int today, int tomorrow);

} // namespace menzhen::store
