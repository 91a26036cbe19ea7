// SPDX-License-Identifier: Apache-2.0
// Proving that a phone number is one's own, by a code of six digits that is sent to it: then the
// holder follows what was booked with that number. Inside a clerk's transaction. Thread: the
// writer's.
#pragma once

#include "app/clerk/caller.h"

namespace menzhen::clerk {

/// {"phone","lang"} -> {"proof","expires_at"}, the same whether or not anything is booked with it.
/// Errors: Data "bad-field"; Refused "no-messages", "slow-down" (five codes an hour and phone).
Answer beginProof(Clerk& clerk, const json& body);
/// {"code"} -> {"bound":N}. Errors: Data "bad-field"; Refused "wrong-code": unknown, over, tried
/// five times, or wrong.
Answer endProof(Clerk& clerk, const Caller& caller, const std::string& proof, const json& body);

} // namespace menzhen::clerk
