// SPDX-License-Identifier: Apache-2.0
// Tests of the tests. Each name is a mistake that another offline-first system has made, one line
// in the code of ours that does it right. A build with MENZHEN_SEEDED_BUGS (cmake/toolchain.cmake)
// can switch one of them on, and the simulator or a suite has to notice (tests/sim/bugs.py). In
// every other build active() is a constant false: nothing is left of it.
#pragma once

#ifdef MENZHEN_SEEDED_BUGS
#include <cstdlib>
#endif

namespace menzhen::bugs {

enum Bug : int {
    None = 0,
    NormalSync = 1,             ///< WAL with synchronous=NORMAL
    MoveCursorFirst = 2,        ///< the cursor, then what lies below it
    WakeMovesCursor = 3,        ///< a hint taken for data
    OwnOpsStay = 4,             ///< the registry's rows laid over provisional ones
    UndoOldestFirst = 5,        ///< own ops taken off in the wrong order
    SnapshotDropsOutbox = 6,    ///< a new snapshot forgets what was not sent
    SendNewestAlone = 7,        ///< the outbox is sent from its end
    SilenceIsConsent = 8,       ///< a batch without an answer counts as taken
    AnswerBeforeCommit = 9,     ///< acknowledged, then the commit failed
    RevisionsFromSequence = 10, ///< a counter that a rollback does not take back
    SkipDedup = 11,             ///< a repeated op is no repetition
    ForgetAnswers = 12,         ///< a repeated command is done again
    BlockOnPoison = 13,         ///< one bad op refuses its batch
    DropRejected = 14,          ///< acknowledged and not kept
    MergeBadClock = 15,         ///< a clock that is hours ahead is believed
    PrintWithoutMark = 16,      ///< nothing remembers that bytes are on their way
    PrintBeforeCommit = 17,     ///< paper first
    EffectApart = 18,           ///< op and print order in two transactions
    SettleBeforePrint = 19,     ///< done before it is done
    CallsStayNew = 20,          ///< nothing remembers that a call was said
    RedeemTwice = 21,           ///< one QR, two arrivals
    SellHeldSlot = 22,          ///< a slot that somebody holds
    NumberComesBack = 23,       ///< a cancelled slot is sold again under its number
    ChainSkipsRejected = 24,    ///< the audit chain leaves something out
    NumberInTheClear = 25,      ///< an identity number in an op
    ForgetQuestion = 26,        ///< after silence another question, not the same again
    PullSkipsOwn = 27,          ///< the registry's word on an own op is not taken
    SettleEarly = 28,           ///< an op is settled before the cursor reaches it
    SeqFromUnsent = 29,         ///< the next seq is counted from what was not sent yet
};

#ifdef MENZHEN_SEEDED_BUGS
inline int chosen = [] {
    const char* number = std::getenv("MENZHEN_BUG");
    return number == nullptr ? 0 : std::atoi(number);
}();

inline bool active(Bug bug) {
    return chosen == bug;
}
#else
constexpr bool active(Bug) {
    return false;
}
#endif

} // namespace menzhen::bugs
