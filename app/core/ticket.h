// SPDX-License-Identifier: Apache-2.0
// Everything that one paper ticket says. The flow fills it; how it looks is layoutTicket()'s
// business (ticketlayout.h), how it becomes bytes the printer driver's.
// Texts are UTF-8 and already formatted: times are the site's wall clock, amounts carry no currency
// sign. No full name, identity number or telephone number may ever stand in it: paper is left on
// chairs.
#pragma once

#include <optional>
#include <string>

namespace menzhen::core {

enum class TicketLanguage { Zh, En };

/// A name as the hospital file has it. An English ticket shows the Chinese name beside the English
/// one where staff must read it, so `zh` is always filled; `en` may be empty.
struct TicketName {
    std::string zh;
    std::string en;

    bool empty() const { return zh.empty() && en.empty(); }

    friend bool operator==(const TicketName&, const TicketName&) = default;
};

enum class TicketFee {
    None,     ///< no fee line
    AtWindow, ///< still to be paid, at a staffed window
    Paid,     ///< paid
    Asked, ///< a wallet was asked and what came of it is not known: `feeAmount` has the reference
};

struct TicketContent {
    TicketLanguage language = TicketLanguage::Zh;
    TicketName hospital;
    std::string number; ///< as called, "C012" or "C12-03": 1 to 12 bytes of A-Z, 0-9 and '-'
    TicketName department;
    TicketName doctor;    ///< empty: whichever doctor of the pool calls
    bool service = false; ///< no doctor calls: laboratory, pharmacy
    std::string zone;     ///< "3A"
    TicketName roomHint;  ///< where that is: "3楼" / "floor 3"; may be empty
    std::string band;     ///< "09:30-10:00"; empty for a queue without bands
    /// Set for a ticket that is not checked in yet (state `expected`): the patient scans it at the
    /// zone from this time on, "09:30". The ticket then says so instead of "wait to be called".
    std::string checkInFrom;
    std::optional<int> peopleAhead; ///< absent: not known (offline) or not yet in the queue
    /// "10:20-10:45": when the call may come, as reckoned when it was printed; empty: not known.
    std::string callRange;
    std::string maskedName; ///< "张*例"; empty: the ticket carries its number alone
    TicketFee fee = TicketFee::None;
    std::string feeAmount; ///< "50.00"; yuan
    std::string code; ///< the signed code, "MZ1:...", at most 512 bytes; empty: no code printed
    std::string shortCode;    ///< "ABCD-EFGH"
    std::string pageUrl;      ///< the patient's page, public_url/v#ABCD-EFGH; empty: not printed
    std::string printedAt;    ///< "2026-11-23 08:02"
    std::string printedBy;    ///< device id, "K1"
    std::string visitDay;     ///< "2026-11-30": the slip of a booking for that day, no ticket yet
    bool provisional = false; ///< issued while cut off from the registry
    bool reprint = false;     ///< a second paper of the same ticket: marked 补打 / REPRINT

    friend bool operator==(const TicketContent&, const TicketContent&) = default;
};

} // namespace menzhen::core
