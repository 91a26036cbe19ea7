// SPDX-License-Identifier: Apache-2.0
// What the screens call things: names, floors, bands, fees, from the own store.
// Thread: flow.
#pragma once

#include "app/core/money.h"
#include "app/core/queueparameters.h"
#include "app/flows/flowcontext.h"
#include "db/store/tables.h"

#include <optional>
#include <string>
#include <vector>

namespace menzhen::flows {

/// Where a patient goes.
struct Whereabouts {
    std::string zone;     ///< "3A"
    int floor = 0;        ///< 0: not known
    std::string room;     ///< "301"; of a pool empty until called
    TicketName floorHint; ///< "3楼" / "floor 3"; empty when the floor is not known
    /// For paper, which leaves the house: "门诊楼3楼" / "Outpatient Building, floor 3".
    TicketName roomHint{};
};

/// A doctor's half-day as patients speak of it.
struct SessionView {
    std::string id; ///< "CARD-D01-AM"
    int day = 0;
    std::string half; ///< "AM", "PM"
    std::string departmentId;
    TicketName department;
    TicketName doctor; ///< empty for a pool: whichever doctor calls
    TicketName title;
    bool pooled = false;
    bool sensitive = false; ///< its name is not shown where others see it
    std::string queue;
    Whereabouts where;
    TicketName feeName;
    core::Fen amountFen = 0;
    std::string amountText; ///< "50.00", yuan
    int startMinute = 0;
    int endMinute = 0;
    bool open = true;       ///< false: the session was cancelled
    bool standIn = false;   ///< it was, and this doctor sees its patients (sessionOrName alone)
    bool planned = true;    ///< false: from its name alone, see sessionByName
    bool isVirtual = false; ///< by video: nothing at a kiosk or a board is of it
    bool service = false;   ///< a queue without slots and doctors: laboratory, pharmacy
};

// All of these throw SQLite::Exception inside Database::transact()/read(), and are to be called
// there.
TicketName hospitalName(const FlowContext& context);

/// Where people serve who prefer no machine, or must be paid in cash.
struct StaffedCounter {
    TicketName name; ///< empty: the hospital's file names none
    TicketName floor;
    std::string zone;
};

StaffedCounter staffedCounter(const FlowContext& context);

/// Where somebody with an emergency goes, and whom to call; both may be empty.
struct EmergencyPlace {
    TicketName place;
    std::string phone;
};

EmergencyPlace emergencyPlace(const FlowContext& context);

core::QueueParameters queueRules(const FlowContext& context);
/// Nothing: no such session on that day.
std::optional<SessionView> sessionOf(const FlowContext& context, int day, const std::string& id);
/// The same for a day that the store does not plan (a kiosk that was cut off for days): what the id
/// ("CARD-D01-AM") and the standing data say; times, room and fee are not known (`planned` false).
/// Nothing: no such doctor.
std::optional<SessionView> sessionByName(const FlowContext& context, int day,
                                         const std::string& id);
/// Who sees somebody with a booking or ticket of this session: the planned session, or whoever
/// stands in when it was stopped; else what its name says.
std::optional<SessionView> sessionOrName(const FlowContext& context, int day,
                                         const std::string& id);
/// The open session that serves a queue, the earliest of a pool. Nothing: none, or it has no slots.
std::optional<SessionView> sessionOfQueue(const FlowContext& context, int day,
                                          const std::string& half, const std::string& queue);
/// A queue without slots, as a half-day of its department: the id is the department's. Nothing: no
/// such department, or it has slots.
std::optional<SessionView> serviceView(const FlowContext& context, int day, const std::string& half,
                                       const std::string& department);
/// What a ticket says of the fee: to be paid at a window, unless there is none.
core::TicketFee feeOf(const SessionView& session);
/// The prefix of a department's numbers, "C"; empty: it has none.
std::string prefixOf(const FlowContext& context, const std::string& department);

/// 510 -> "08:30-09:00" by the hospital's length of a band.
std::string bandText(const FlowContext& context, int band);
std::string bandText(const core::QueueParameters& rules, int band);
/// When check-in for a band opens, minutes after midnight, at least 0.
int opensAt(const FlowContext& context, int band);
int opensAt(const core::QueueParameters& rules, int band);
/// "7G0MX2A4" -> "7G0M-X2A4".
std::string dashed(const std::string& shortCode);
/// The patient's page of a ticket or booking.
std::string pageUrl(const FlowContext& context, const std::string& shortCode);
/// The half-day in progress: the afternoon from half an hour before its first session on.
std::string halfDayNow(const FlowContext& context);

} // namespace menzhen::flows
