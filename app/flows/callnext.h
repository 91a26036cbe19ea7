// SPDX-License-Identifier: Apache-2.0
// The station: sign in, open a room, call the next patient, and what happens to the called one.
// Which patient is next is the registry's word alone; everything else is an own op.
//
// The station's id is the device's. An answer to call-next is shown at once and kept until the own
// store has caught up with its revision; a move of that patient (missed, to tests ...) waits for
// that, at most catchUpMs.
#pragma once

#include "app/flows/flowcontext.h"
#include "app/flows/hall.h"
#include "db/store/tables.h"
#include "db/sync/commands.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace menzhen::flows {

inline constexpr std::int64_t pressGuardMs = 2000; ///< experience.md 2.3: double press
inline constexpr int catchUpMs = 2000;
inline constexpr int catchUpStepMs = 25;
inline constexpr std::size_t maxUnsentOps = 200; ///< that a call carries; more: Busy "backlog"
inline constexpr std::size_t maxListed = 500;    ///< rows of the waiting list
inline constexpr int nextShown = 3;
inline constexpr int renewClaimEveryMs = 60'000; ///< ops/choice.h: a claim lasts 10 minutes
inline constexpr std::int64_t collisionShownMs = 10 * 60'000;

struct StaffView {
    std::string user;
    std::string name;
    std::string roles; ///< "doctor nurse"
};

struct SignInRefusal {
    core::Error error;            ///< Refused "wrong-pin", "locked", cut off "not-known-here"
    std::optional<int> triesLeft; ///< of "wrong-pin"
};

/// A queue that a station may serve, today.
struct QueueView {
    std::string id;
    std::string half; ///< "AM", "PM"
    TicketName department;
    TicketName doctor; ///< empty: pooled
    std::string zone;
    std::vector<std::string> rooms; ///< suggested: those of its sessions
    int waiting = 0;                ///< waiting and staged
    int expected = 0;
    bool now = false; ///< of the half-day in progress
};

/// One line of the waiting list.
struct WaitingView {
    std::string id;
    std::string number;
    std::string masked;
    std::string kind;   ///< "booked" "walkin" "extra"
    std::string lane;   ///< "N" "P" "R" "M" "E" "T"
    std::string state;  ///< "waiting" "staged"
    std::string reason; ///< why it would be called when its turn comes: "N:on-turn" ...; empty:
                        ///< another station's
    std::string pin;    ///< station, or empty
    int band = 0;
    std::string bandText;
    int misses = 0;
    bool late = false;
    std::string elsewhere; ///< room where this person is being served just now, or empty
};

/// The patient in the room.
struct PatientView {
    std::string id;
    std::string number;
    std::string masked;
    std::string kind;
    std::string lane;
    std::string reason; ///< why this one: "R:interleave"
    std::string room;
    std::string bandText;
    int misses = 0;
    bool late = false;
    int calls = 0;
    std::int64_t calledAtMs = 0; ///< UTC
    bool provisional = false;    ///< the registry's answer; the own store has not caught up yet
};

/// What the station did last and may still take back.
struct UndoView {
    std::string what; ///< "called" "missed" "tests" "finished"
    std::string entry;
    std::string number;
    std::int64_t untilMs = 0; ///< UTC
};

/// One patient whom two stations called while they were cut off from each other.
struct CollisionView {
    std::string number;
    std::string other; ///< the other station's room, or its id
    bool lost = false; ///< the other one was first
    bool both = false; ///< both saw the patient
    std::int64_t atMs = 0;
};

struct StationFigures {
    int waiting = 0;
    /// Minutes past the band's start of whoever has waited longest (queue rules, section 6).
    int longestWaitMinutes = 0;
    int finished = 0; ///< by this station, this queue
    /// Median minutes from one call to the next; nothing before two calls.
    std::optional<int> medianMinutes;
};

/// Everything that the bar shows.
struct Desk {
    enum class State { Closed, Open, Paused };

    State state = State::Closed;
    std::string station;
    std::string staff;
    std::string room;
    std::string zone;
    QueueView queue; ///< id empty: none chosen
    std::string pauseReason;
    std::int64_t pausedUntilMs = 0; ///< UTC, 0: no end known
    std::optional<PatientView> patient;
    std::vector<WaitingView> next;    ///< at most nextShown, in the order of call
    std::vector<WaitingView> waiting; ///< the whole list, in the order of call
    std::vector<WaitingView> missed;  ///< called in vain, may come back
    StationFigures figures;
    bool cutOff = false;                   ///< the registry did not answer last
    std::int64_t claimLeftMs = 0;          ///< how long the own list may still be called without it
    int listLeft = 0;                      ///< of the own list and pinned here
    std::vector<CollisionView> collisions; ///< of the last collisionShownMs
    std::optional<UndoView> undo;          ///< nothing: there is nothing, or it is too late
    std::optional<std::int64_t> ageMs;     ///< of the data
};

/// What a press of Next gave.
struct NextAnswer {
    std::optional<PatientView> patient; ///< nobody: nobody is waiting
    std::string reason;                 ///< "N:on-turn" ... "empty"
    bool offline = false;               ///< called without the registry: provisional
};

class CallNext {
public:
    using Done = std::function<void(core::Result<void>)>;

    explicit CallNext(FlowContext& context);
    ~CallNext();

    /// POST sign-in; without an answer, what this station remembers (staffmemory.h).
    void signIn(const std::string& user, const std::string& pin,
                std::function<void(tl::expected<StaffView, SignInRefusal>)> done);
    void signOut();

    const std::optional<StaffView>& staff() const { return staff_; }

    /// Queues of today, those of the half-day in progress first.
    core::Result<std::vector<QueueView>> queues() const;

    /// Opens the station or changes room or queue. Errors: Refused "not-signed-in",
    /// "unknown-queue".
    core::Result<void> open(const std::string& queue, const std::string& half,
                            const std::string& room);
    /// `minutes` 0: no end known; then whoever was promised a place here waits for any station.
    /// Errors: Refused "not-open", Data "bad-field" (a reason is needed).
    core::Result<void> pause(const std::string& reason, int minutes);
    core::Result<void> resume();
    core::Result<void> close();

    core::Result<Desk> desk() const;

    /// Finishes the current patient and calls the next. Without an answer in time the own list is
    /// called (calloffline.cpp). Errors: Refused "pressed-twice" (within pressGuardMs: nothing was
    /// asked), "not-open", cut off "list-used-up" or "claim-over": press again, the same question
    /// is asked; Busy "asking", "backlog"; what the registry refuses.
    void next(std::function<void(core::Result<NextAnswer>)> done);
    /// Calls somebody by choice; the text is listed. Cut off it is an emergency call. Errors: as
    /// next(), Data "text-missing", Refused "refused:STATE".
    void callChosen(const std::string& entry, const std::string& text,
                    std::function<void(core::Result<NextAnswer>)> done);
    /// Takes a patient from a scanned or typed paper ticket, while cut off. Errors: Refused
    /// "not-cut-off", "not-a-ticket", "other-day", "other-queue" (detail: which), "unknown-code",
    /// "not-open", "refused:STATE"; those of readScan().
    core::Result<NextAnswer> takePaper(const std::string& text);

    // Of the current patient. Errors: Refused "no-patient", "refused:STATE"; Busy "catching-up".
    void recall(Done done);
    void missed(Done done);
    void toTests(Done done); ///< comes back to this station
    void finish(Done done);
    /// Sends a patient (the one in the room, or of the list) to another queue of today: by the
    /// hospital with band and slot, or at the patient's wish. Errors: Refused "not-open",
    /// "same-queue", "unknown-queue", "refused:STATE"; Busy "catching-up".
    core::Result<void> transfer(const std::string& entry, const std::string& queue,
                                const std::string& half, bool wish);
    /// Takes back what this station did last (ops/entryundone.cpp). Errors: Refused
    /// "nothing-to-undo", "too-late", "refused:STATE"; Busy "catching-up".
    void undo(Done done);

private:
    using Asked = std::function<void(core::Result<NextAnswer>)>;

    static constexpr const char* callKinds = "call-"; ///< what kinds of questions begin with

    // signin.cpp
    tl::expected<StaffView, SignInRefusal> signInCutOff(const std::string& user,
                                                        const std::string& pin);

    // callnext.cpp
    /// Takes back every question of whose outcome nothing is known and that is no more the one to
    /// ask: of another kind than `kind`, or asked with another patient in the room.
    core::Result<void> withdrawOthers(const std::string& kind);
    /// Takes back every such question that would have seen `entry` off: something else becomes of
    /// this patient, and the registry must not have finished him before it hears what.
    core::Result<void> withdrawSeeingOff(const std::string& entry);
    core::Result<void> withdraw(const sync::Question& question);
    core::Result<sync::QuestionDraft> newQuestion(const std::string& entry,
                                                  const std::string& text) const;
    void askNext(const std::string& entry, const std::string& text, Asked done);
    void ask(const sync::Question& question, Asked done);
    NextAnswer take(const nlohmann::json& answer, const std::string& finished);
    void remember();
    void forgetAnswer();
    core::Result<NextAnswer> takeKnown(const std::string& request);
    void later(std::function<void()> run);

    // calloffline.cpp
    void heardRegistry();
    void noteSilence();
    std::int64_t claimLeftMs() const;
    void keepClaim();
    void renewClaim();
    std::vector<std::string> ownPromises(const store::Record& station) const;
    core::Result<nlohmann::json> offlineFields(const std::string& entry) const;
    core::Result<NextAnswer> standIn(const std::string& request, const std::string& chosen,
                                     const std::string& text);
    core::Result<NextAnswer> commitCall(const std::string& type, const nlohmann::json& fields,
                                        const std::string& request);

    // callmoves.cpp
    core::Result<void> writeStation(const std::string& type, const std::string& fields);
    void move(const std::string& type, bool pinned, Done done);
    void moveWhenCaughtUp(const std::string& type, bool pinned, std::int64_t deadlineMs, Done done);
    void undoWhenCaughtUp(std::int64_t deadlineMs, Done done);
    core::Result<void> writeUndo(const UndoView& last);
    core::Result<void> writeMove(const std::string& type, bool pinned, const std::string& entry);

    // calldesk.cpp: inside transact()/read()
    Desk readDesk() const;
    bool isCutOff() const; ///< calloffline.cpp
    std::optional<PatientView> currentPatient() const;
    bool caughtUp() const;
    std::optional<UndoView> lastAct() const;

    FlowContext& context_;
    sync::Commands commands_;
    std::optional<std::int64_t> heardAtMs_; ///< monotonic: the registry's last answer in this run
    bool cutOff_ = false;
    bool lineWasDown_ = false; ///< as cutOff_ was set: then it ends when the line is back
    bool claiming_ = false;
    std::optional<StaffView> staff_;
    // The registry's word that the store has not seen yet; kept beside its question, so that a
    // station which starts anew still knows whom it has called.
    std::optional<PatientView> answered_;
    std::int64_t answeredRev_ = 0;
    std::set<std::string> seenOff_; ///< whom answered calls finished; the store may not know yet
    std::optional<std::int64_t> pressedAtMs_; ///< monotonic
    bool asking_ = false;
    bool moving_ = false;
    std::shared_ptr<bool> alive_;
};

} // namespace menzhen::flows
