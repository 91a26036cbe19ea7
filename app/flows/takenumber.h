// SPDX-License-Identifier: Apache-2.0
// A walk-in takes a number: department, doctor or pool, band with the fee in sight, a hold at the
// registry, identity typed or left out, ticket. Free counts are those of the channel KIOSK in the
// own store; the registry alone decides who gets a slot.
//
// Cut off (the link is down, or no answer came within holdBudgetMs) the offline rule applies
// (ownnumber.h): a number of this kiosk's own series, for the time that runs, of a pool, a few a
// session; everything else is in sight with its reason. If the registry held a slot for the
// question that nobody heard the answer of, the ticket names that question and the slot comes back.
#pragma once

#include "app/core/idnumber.h"
#include "app/flows/issueticket.h"
#include "app/flows/ticketpaper.h"
#include "db/sync/commands.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace menzhen::flows {

/// Why something in a list cannot be chosen; empty: it can. Stable codes:
/// "no-session-today" "session-over" "session-cancelled" "sold-out", and cut off
/// "offline-personal" "offline-later" "offline-limit" (ownnumber.h).
///
/// Places of the pool for the old (core::elderChannel) are counted apart: they are for whoever
/// shows by an identity number to be `elderAge` or more, so the number comes before the hold. A
/// list in which nothing else is left can be chosen all the same.
using WhyNot = std::string;

struct DepartmentChoice {
    std::string id;
    TicketName name;
    int floor = 0;
    std::string zone;
    int free = 0;
    int freeElder = 0;     ///< more, for the old alone
    core::Fen fromFen = 0; ///< cheapest of those that can be chosen
    std::string fromText;  ///< "10.00"
    WhyNot whyNot;
};

struct BandChoice {
    int band = 0;
    std::string text; ///< "08:00-08:30"
    int free = 0;
    int freeElder = 0;       ///< more, for the old alone
    std::string session;     ///< where to hold it: of a pool, the one that has most left
    bool opensNow = false;   ///< a ticket for it is a check-in too
    std::string checkInFrom; ///< "09:30": otherwise scan the ticket from then on
    WhyNot whyNot;
};

/// A doctor's half-day, or all of a pool's together: a patient of a pool chooses no doctor.
struct DoctorChoice {
    SessionView session; ///< names, fee, room, zone
    int free = 0;
    int freeElder = 0;             ///< more, for the old alone
    std::vector<BandChoice> bands; ///< those that are not over, by time
    WhyNot whyNot;
};

/// Whether these places are left to the old alone.
template <class Choice> bool eldersOnly(const Choice& choice) {
    return choice.free == 0 && choice.freeElder > 0 && choice.whyNot.empty();
}

struct Departments {
    std::vector<DepartmentChoice> list; ///< those that can be chosen first, in the hospital's order
    int elderAge = 60;
    std::optional<std::int64_t> ageMs; ///< of the data; nothing: no contact yet
};

struct Doctors {
    std::vector<DoctorChoice> list;
    int elderAge = 60;
    std::optional<std::int64_t> ageMs;
};

/// A slot put aside for this kiosk.
struct Held {
    std::string hold;
    SessionView session;
    int slot = 0;
    std::string number; ///< fixed from here on
    int band = 0;
    std::string bandText;
    bool opensNow = false;
    std::string checkInFrom;
    std::int64_t expiresAtMs = 0; ///< UTC
    /// Cut off: `number` is the next of this kiosk's own series, nothing is held at the registry,
    /// `hold` and `slot` are empty. It is drawn for good by confirm().
    bool own = false;
    std::string request; ///< own alone: the question that was not answered, or empty
};

/// What a typed identity number says. The number itself is not kept here.
struct IdentityView {
    std::string maskedNumber; ///< the last two characters alone
    int birth = 0;            ///< yyyymmdd
    int age = 0;
    /// A priority class that the hospital gives by age ("AGE80"), or empty. The patient may
    /// decline.
    std::string priorityClass;
};

/// What is known of a walk-in's payment when the ticket is printed.
struct WalkInPayment {
    bool paid = false;     ///< by the registry's word
    std::string reference; ///< empty: nobody tried to pay here
};

/// What the patient said before "confirm".
struct WalkInDetails {
    std::string idNumber;         ///< as typed; empty: left out, the ticket shows its number alone
    bool declinePriority = false; ///< of IdentityView::priorityClass
    core::TicketLanguage language = core::TicketLanguage::Zh;
    WalkInPayment payment{}; ///< a hold that was paid for lives longer than it said
};

class TakeNumber {
public:
    TakeNumber(FlowContext& context, Printing& printing);
    ~TakeNumber();

    core::Result<Departments> departments() const;
    /// Error: Refused "unknown-department".
    core::Result<Doctors> doctors(const std::string& department) const;

    /// POST holds with a budget of holdBudgetMs. One hold at a time: an earlier one is given back.
    /// Asked again for the same choice after no answer, it asks with the same key. Without an
    /// answer the offline rule gives Held::own. Errors: Refused "no-free-slot", "session-over",
    /// "session-closed", "too-many-holds" ...; cut off "offline-personal", "offline-later" and
    /// "offline-limit" (to the window); Busy "asking"; Refused "released" (release() was called
    /// before the answer came); Device "store-...".
    /// `idNumber`: of the patient, who showed it first for a place of the old: it goes along
    /// sealed, and the registry reckons the age. Empty: not known, and that pool is not asked.
    /// Errors also: Refused "elders-only"; Device "cannot-seal".
    void choose(const std::string& session, int band, std::function<void(core::Result<Held>)> done,
                const std::string& idNumber = {});

    /// The patient went back, cancelled or left: gives the slot back (best effort; the registry
    /// ends it by itself when its time is over).
    void release();

    /// Error (Data): those of core::parseIdNumber.
    core::Result<IdentityView> readIdentity(std::string_view typed) const;

    /// Commits and prints. `printed` runs exactly once when the result is good, else never. Errors:
    /// Refused "no-hold", "hold-expired" (choose again); those of readIdentity; Device
    /// "cannot-seal" (no key to seal the identity number to: leave it out or go to the window),
    /// "store-...".
    core::Result<IssuedTicket> confirm(const WalkInDetails& details, Printing::Done printed);

    const std::optional<Held>& held() const { return held_; }

private:
    using ChoiceDone = std::function<void(core::Result<Held>)>;

    core::Result<std::string> sealIdentity(const core::IdNumber& identity,
                                           const std::string& below) const;
    core::Result<Held> readHold(const nlohmann::json& answer) const;
    core::Result<Held> takeAnswer(int choice, const std::string& request,
                                  const core::Result<nlohmann::json>& answer);
    core::Result<sync::Question> question(const std::string& session, int band,
                                          const std::string& idNumber);
    void forgetQuestion();
    void giveBackHeld();
    core::Result<Held> ownHeld(const std::string& session, int band, const std::string& request);
    core::Result<TicketDraft> draftOf(const WalkInDetails& details) const;
    core::Result<void> addIdentity(const WalkInDetails& details, TicketDraft& draft) const;

    FlowContext& context_;
    Printing& printing_;
    std::optional<Held> held_;
    sync::Commands commands_;
    std::string unanswered_; ///< request of a hold that may have been given; empty: none
    bool asking_ = false;
    int choice_ = 0; ///< grows when the patient changes their mind: late answers are given back
    std::shared_ptr<bool> alive_;
};

} // namespace menzhen::flows
