// SPDX-License-Identifier: Apache-2.0
// The one commit that both booked patients and walk-ins end in: ticket.issued, entry.checked_in
// when the band is open, and the print effect. Used by checkin.cpp and takenumber.cpp.
#pragma once

#include "app/flows/ticketpaper.h"

#include <string>

namespace menzhen::flows {

struct TicketDraft {
    std::string id;        ///< drawTicketId()
    std::string kind;      ///< "booked", "walkin", "extra" (of the kiosk's own series)
    std::string booking;   ///< of a booked patient
    std::string hold;      ///< of a walk-in
    std::string shortCode; ///< 8 characters
    std::string masked;
    std::string idhash; ///< of a walk-in whose number is known (personkey.h)
    std::string lane = "N";
    int level = 0;
    SessionView session;
    int slot = 0;
    std::string number;
    int band = 0;
    core::TicketLanguage language = core::TicketLanguage::Zh;
    std::string request;    ///< of the command for whose answer this stands in, or empty
    std::string attachment; ///< hexadecimal of what was sealed for the registry, or empty
    bool paid = false;      ///< the fee, by the registry's word
    std::string reference;  ///< of a payment, "3F9A-01BC"; on the paper behind the amount
    bool checkIn = true;    ///< the band is open: registration and arrival in one commit
};

/// Errors: Refused with the rule's code, Device "store-...". Nothing is written then.
core::Result<IssuedTicket> issueTicket(FlowContext& context, const TicketDraft& draft);

} // namespace menzhen::flows
