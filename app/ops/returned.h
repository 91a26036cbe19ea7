// SPDX-License-Identifier: Apache-2.0
// What a restored registry lost and its devices give back: pages of the log as they had pulled
// them, with verdicts and outcomes (sync.md 1.4). The devices' own ops come from their outboxes
// too; the registry's own come back from here alone.
//
// As long as nothing new was decided since the copy was put back and nothing is missing in between
// (no page, no device's op), what was lost is written again as it was, in its old order: the
// outcome is the same. Later, only what nobody has used meanwhile (slots, bookings, sessions) is
// taken, and each device offers its own ops again to be judged. Never taken: keys, staff and other
// standing data, which a device must not be able to write.
//
// Before anybody told it, the registry may have sold a booked place again under its number. Both
// bookings stay ("sold-again", listed). The one that was promised first keeps place and number,
// which may be on paper already at a kiosk that is cut off; the later one becomes an extra of its
// band and is called "C012-2". When that has printed its number meanwhile, it is the other way
// round.
#pragma once

#include "app/ops/sitelog.h"

#include <string>
#include <vector>

namespace menzhen::ops {

struct ReturnedOp {
    ReadyOp ready;
    std::int64_t rev = 0; ///< in the log that was lost
    Judgement judgement;
};

struct Returned {
    std::string epoch;
    /// The page has every op of its scope in (after, through].
    std::int64_t after = 0;
    std::int64_t through = 0;
    std::vector<ReturnedOp> ops;
    bool last = false; ///< the device has no more
};

/// {"epoch":..., "last":..., "page": an answer of GET ops}. Errors: Data "bad-field",
/// "malformed-outcome". Ops that could not be read when they came are left out.
core::Result<Returned> readReturned(const nlohmann::json& body, const ports::Crypto& crypto);

/// How many were taken; those that the log has are passed over. Errors: Refused "unknown-epoch": no
/// copy of that log was ever put back here.
core::Result<std::int64_t> takeReturned(SiteLog& log, const Returned& returned);

} // namespace menzhen::ops
