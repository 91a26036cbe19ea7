// SPDX-License-Identifier: Apache-2.0
// A schedule before it runs: who is there, and what people and misfortune do at which moment. A
// seed makes one; every step stands alone, so that a failing plan can be shortened by leaving steps
// out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace menzhen::sim {

enum class Do {
    // People. `number`: the patient.
    Book,       ///< by phone, session by `amount`
    Cancel,     ///< by phone
    Present,    ///< the booking's QR at kiosk `who`
    WalkIn,     ///< takes a number at kiosk `who`; `amount` picks among what is offered
    ShowTicket, ///< scans the own ticket at kiosk `who`
    Reprint,    ///< "it did not come out", at kiosk `who`
    OpenRoom,   ///< signs in and opens station `who`
    Next,
    Recall,
    Missed,
    Tests,
    Finish,
    Pause,
    Resume,
    CloseRoom,
    CallChosen, ///< out of turn, with a reason; `amount` picks whom
    TakePaper,  ///< the station scans the patient's own ticket
    Transfer,   ///< whoever is in the room goes to another queue
    Undo,
    Help,
    // Network of machine `who`.
    CutBoth,
    CutRequests, ///< what it sends is lost
    CutAnswers,  ///< what it is sent is lost
    Mend,
    Lossy, ///< `amount` percent
    Doubling,
    Slow, ///< `amount` ms: messages overtake each other
    // Machines. `who` may be "REG".
    Kill,      ///< the program ends after `amount` more disk operations
    PowerCut,  ///< the machine does, and unsynced writes suffer
    Copy,      ///< somebody copies its disk
    Restore,   ///< the copy comes back, or the image of the evening before
    Clone,     ///< a second machine with its disk and its id
    ClockJump, ///< by `amount` seconds
    DiskFull,
    DiskFree,
    DiskFails, ///< after a few operations the next `amount` end in an I/O error
    ZoneCut,   ///< the station's calls do not reach the board without the registry
    ZoneMend,
    PaperOut,
    PrinterPullsOut,
    PrinterSilent,
    PrinterFine,
    Poison,      ///< `amount` picks what a rogue device sends
    PoisonOwn,   ///< the device itself commits an op that no registry knows or takes
    OldSnapshot, ///< its next snapshot is one that was under way for long
    Checkpoint,  ///< SQLite moves its log into the store
};

/// "CutBoth", and so on.
const char* toText(Do what);
std::optional<Do> doNamed(const std::string& name);
/// Whether it is a fault, and no patient or staff.
bool isFault(Do what);

struct Step {
    std::int64_t atMs = 0; ///< after the start
    Do what = Do::Help;
    std::string who;
    int number = 0;
    int amount = 0;
};

std::string textOf(const Step& step);

struct Plan {
    std::uint64_t seed = 0;
    int kiosks = 2;
    int stations = 2;
    bool board = true;
    std::int64_t endMs = 0; ///< then everything heals
    std::vector<Step> steps;
};

/// A fault that is left out in every seed, see knownGaps(); `who` empty: whomever it hits.
struct LeftOut {
    Do what;
    std::string who;
};

Plan planOf(std::uint64_t seed, const std::vector<LeftOut>& without);

} // namespace menzhen::sim
