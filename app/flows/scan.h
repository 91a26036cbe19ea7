// SPDX-License-Identifier: Apache-2.0
// What a scanned or typed text is: a booking, a ticket, or nothing of ours.
//
// Codes (Refused): those of core::codeReasonName, one to one ("not-ours", "bad-signature",
// "other-site", "too-early", "expired", "revoked-id" ...), and for short codes "short-code-length",
// "short-code-character", "short-code-check" (Data) and "unknown-code" (well formed, but nobody of
// today or tomorrow has it).
#pragma once

#include "app/core/signedcode.h"
#include "app/flows/flowcontext.h"

#include <optional>
#include <string>
#include <string_view>

namespace menzhen::flows {

struct Scanned {
    enum class Kind { Booking, Ticket };

    Kind kind = Kind::Booking;
    std::string id; ///< 16 hexadecimal digits: the booking's or the ticket's (= the entry's)
    int day = 0;    ///< yyyymmdd
    /// What the code says; nothing when a short code led here.
    std::optional<core::CodeClaims> claims;
    /// Its patient showed the identity number: found by it, or compared with it (checkin.h).
    bool identified = false;
};

struct ScanRefusal {
    core::Error error;
    /// Of "too-early" and "expired" alone, and only under a good signature: the code's day.
    std::optional<int> day;
};

/// A signed code, the page of a ticket or booking (public_url/v#XXXX-XXXX), or a bare short code.
tl::expected<Scanned, ScanRefusal> readScan(const FlowContext& context, std::string_view text);

/// A short code that somebody typed, in any case, with or without the dash.
tl::expected<Scanned, ScanRefusal> readTyped(const FlowContext& context, std::string_view text);

} // namespace menzhen::flows
