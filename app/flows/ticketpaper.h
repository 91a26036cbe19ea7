// SPDX-License-Identifier: Apache-2.0
// From the rows of a ticket to its paper: content in both languages, the signed code, the short
// code and the page. What waits to be printed is JSON that a later run can read back.
#pragma once

#include "app/core/ticket.h"
#include "app/flows/hall.h"
#include "app/flows/place.h"
#include "app/flows/printing.h"

#include <cstdint>
#include <optional>
#include <string>

namespace menzhen::ops {
struct OpId;
} // namespace menzhen::ops

namespace menzhen::flows {

/// What a screen shows of a ticket that was just issued.
struct IssuedTicket {
    Place place;
    std::string checkInFrom; ///< set: not checked in yet, scan it from then on ("09:30")
    /// The rule's name when something stood in the way but the ticket stays valid
    /// ("unknown-booking": signed, but this device had not heard of it); else empty.
    std::string note;
    /// Issued while cut off: valid, and the registry hears of it later.
    bool provisional = false;
    std::int64_t effect = 0;
};

/// The body of a print effect.
struct PrintOrder {
    std::string ticket;
    int day = 0;
    std::int64_t issuedAtMs = 0; ///< UTC
    core::TicketContent content;
};

std::string toJson(const PrintOrder& order);
/// Error: Data "bad-effect" (written by another version).
core::Result<PrintOrder> readPrintOrder(const std::string& text);

/// An id for a new ticket whose short code nobody has on `day`: 16 hexadecimal digits.
std::string drawTicketId(const FlowContext& context, int day);
/// 8 characters, no dash.
std::string shortCodeOf(const FlowContext& context, const std::string& id);

/// The signed text of a ticket. `entry` is its row, every column set; `op` issued it.
std::string ticketCode(const FlowContext& context, const store::Record& entry, const ops::OpId& op);

/// Inside the transaction that issued it, or later for a reprint. `code` may be empty: then paper
/// has no signed code (a reprint at another device than the one that issued it).
PrintOrder orderOf(const FlowContext& context, const Place& place, core::TicketLanguage language,
                   std::string code);

/// What an earlier print effect of this device holds; nothing: printed elsewhere.
std::optional<PrintOrder> earlierOrder(const FlowContext& context, const std::string& ticket);

} // namespace menzhen::flows
