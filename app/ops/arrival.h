// SPDX-License-Identifier: Apache-2.0
// What a ticket that is on paper does to the rows that it meets: its booking, its slot, its number,
// its queue. Nothing here refuses: what collides is said in the judgement, and listed.
#pragma once

#include "app/ops/types.h"

#include <optional>
#include <string>

namespace menzhen::ops {

/// The fields of ticket.issued.
struct TicketFields {
    std::string id, kind, session, queue, half, number, zone, shortCode, booking, hold, masked,
        lang, lane, idhash;
    std::int64_t slot = 0, band = 0, level = 0;
};

/// Errors: Data "bad-field".
core::Result<TicketFields> readTicketFields(const nlohmann::json& fields);

/// Marks the judgement as compensated. Of several reasons the one that concerns people most stands
/// in its code.
void compensate(Judgement& judgement, const std::string& code);

/// The ticket of a booking: "cancelled-booking", "unknown-booking", "other-number" (the kiosk had
/// no plan and gave the paper a number of its own series), or "duplicate-arrival": false, and the
/// ticket leads to the entry of the first arrival. What the booking's row knows better than the
/// paper (band, slot, kind) is set in `ticket`.
bool redeem(const Op& op, JudgeContext& context, TicketFields& ticket, Judgement& judgement);

/// The slot that a walk-in was held under becomes sold: else "hold-expired", and the ticket an
/// extra.
void sellSlot(const Op& op, JudgeContext& context, TicketFields& ticket, Judgement& judgement);

/// A number that another ticket of the day has (a restored kiosk printed it again, or a restored
/// registry sold the place again): "number-again", and the ticket is called "C12-03-2", "C012-2".
void tellNumbersApart(const Op& op, JudgeContext& context, TicketFields& ticket,
                      Judgement& judgement);

/// The ticket's queue. One that nobody here has planned ("unknown-plan": cut off for longer than
/// the plan reaches) is made, when its practitioner or department is known. Errors: Refused
/// "unknown-queue".
core::Result<core::Queue*> queueOf(const Op& op, JudgeContext& context, const TicketFields& ticket,
                                   Judgement& judgement);

} // namespace menzhen::ops
