// SPDX-License-Identifier: Apache-2.0
// Whose payment it is: a phone pays for what it holds and books, and sees and ends no other's.
// Throws SQLite::Exception inside transact()/read(). Thread: the connection's.
#pragma once

#include "app/clerk/clerk.h"

#include <optional>
#include <string>

namespace menzhen::clerk {

/// What the body of POST payments names, "hold" or "booking", is this holder's; what it does not
/// name is openPayment()'s to refuse. Refused "unknown-hold" "unknown-booking".
core::Result<void> mayPay(Clerk& clerk, const std::string& holder, const json& body);
/// The bill is of a visit that the holder follows, or of a hold of his. Refused "no-holder": nobody
/// asks, "unknown-payment": also when it is somebody else's.
core::Result<void> mayFollow(store::Database& database, const std::string& site,
                             const std::string& bill, const std::optional<std::string>& holder);

} // namespace menzhen::clerk
