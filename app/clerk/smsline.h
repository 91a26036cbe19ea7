// SPDX-License-Identifier: Apache-2.0
// A confirmation as a message costs what the seeds' criticised hospital asked for it, but as a line
// of its own, off by default (domain.md W12). Throws SQLite::Exception inside transact()/read().
#pragma once

#include "db/store/database.h"

#include <cstdint>
#include <string>

namespace menzhen::clerk {

inline constexpr std::int64_t smsLineFen = 50;

void keepSmsLine(store::Database& database, const std::string& site, const std::string& visit);
/// What a visit's message costs; 0: none was asked for.
std::int64_t smsFenOf(store::Database& database, const std::string& site, const std::string& visit);

} // namespace menzhen::clerk
