// SPDX-License-Identifier: Apache-2.0
// One judge a type of op; fields and rules stand at the head of each file. docs/ops.md for
// outsiders.
#pragma once

#include "app/ops/optype.h"

namespace menzhen::ops {

using Judged = core::Result<Judgement>;

// Standing data and sessions: definitions.cpp, sessionopened.cpp
Judged judgeRegistryRestored(const Op& op, JudgeContext& context);
Judged judgeRecordDefined(const Op& op, JudgeContext& context);
Judged judgeSessionOpened(const Op& op, JudgeContext& context);
// Queues without slots: numbertaken.cpp
Judged judgeQueueOpened(const Op& op, JudgeContext& context);
Judged judgeNumberTaken(const Op& op, JudgeContext& context);
// A session that is stopped: sessionstopped.cpp, sessionreplaced.cpp, stopanswered.cpp
Judged judgeSessionStopped(const Op& op, JudgeContext& context);
Judged judgeSessionReplaced(const Op& op, JudgeContext& context);
Judged judgeStopAnswered(const Op& op, JudgeContext& context);
// Slots and bookings: slotheld.cpp, slotadded.cpp, bookingmade.cpp, bookingindexed.cpp
Judged judgeSlotHeld(const Op& op, JudgeContext& context);
Judged judgeSlotAdded(const Op& op, JudgeContext& context);
Judged judgeHoldReleased(const Op& op, JudgeContext& context);
Judged judgeBookingMade(const Op& op, JudgeContext& context);
Judged judgeBookingIndexed(const Op& op, JudgeContext& context);
Judged judgeBookingCancelled(const Op& op, JudgeContext& context);
Judged judgeVisitJoined(const Op& op, JudgeContext& context); // visitjoined.cpp
// Fees: feepaid.cpp
Judged judgeHoldExtended(const Op& op, JudgeContext& context);
Judged judgeFeePaid(const Op& op, JudgeContext& context);
Judged judgeFeeLeft(const Op& op, JudgeContext& context);
Judged judgeFeeReturned(const Op& op, JudgeContext& context);
// Booking around the slots: bookingswitched.cpp, waitlist.cpp, draw.cpp
Judged judgeBookingSwitched(const Op& op, JudgeContext& context);
Judged judgeWaitlistJoined(const Op& op, JudgeContext& context);
Judged judgeWaitlistLeft(const Op& op, JudgeContext& context);
Judged judgeDrawEntered(const Op& op, JudgeContext& context);
Judged judgeDrawDrawn(const Op& op, JudgeContext& context);
// Tickets and the queue: ticketissued.cpp, entrycheckedin.cpp, entrycalled.cpp, entrymoves.cpp,
// entryundone.cpp
Judged judgeTicketIssued(const Op& op, JudgeContext& context);
Judged judgeEntryCheckedIn(const Op& op, JudgeContext& context);
Judged judgeEntryCalled(const Op& op, JudgeContext& context);
Judged judgeEntryRecalled(const Op& op, JudgeContext& context);
Judged judgeEntryMissed(const Op& op, JudgeContext& context);
Judged judgeEntryLeftForTests(const Op& op, JudgeContext& context);
Judged judgeEntryFinished(const Op& op, JudgeContext& context);
Judged judgeEntryUndone(const Op& op, JudgeContext& context);
Judged judgeEntryTransferred(const Op& op, JudgeContext& context);
Judged judgeEntryCarried(const Op& op, JudgeContext& context);
// Calls by choice: entrycalledoffline.cpp, ticketaccepted.cpp
Judged judgeEntryChosen(const Op& op, JudgeContext& context);
Judged judgeEntryCalledOffline(const Op& op, JudgeContext& context);
Judged judgeCallSuperseded(const Op& op, JudgeContext& context);
Judged judgeCallWithdrawn(const Op& op, JudgeContext& context);
Judged judgeTicketAccepted(const Op& op, JudgeContext& context);
// Stations and help: station.cpp, help.cpp
Judged judgeStationOpened(const Op& op, JudgeContext& context);
Judged judgeStationPaused(const Op& op, JudgeContext& context);
Judged judgeStationClosed(const Op& op, JudgeContext& context);
Judged judgeStationReleased(const Op& op, JudgeContext& context);
Judged judgeHelpRequested(const Op& op, JudgeContext& context);
Judged judgeHelpAnswered(const Op& op, JudgeContext& context);

} // namespace menzhen::ops
