// SPDX-License-Identifier: Apache-2.0
// The next visit, booked at the end of this one. Whoever shows today's ticket chooses a day, a
// doctor and a time of the same department; the registry books in the name that it keeps for the
// ticket, which never comes here; a slip with the booking's code is printed. The free places are
// the registry's own, with the time at which they were true (domain.md T5). Without the registry
// there is none of it.
// Thread: flow.
#pragma once

#include "app/flows/takenumber.h"

#include <memory>
#include <string>
#include <vector>

namespace menzhen::flows {

inline constexpr int bookingBudgetMs = 4000; ///< scrypt in the registry takes its time
inline constexpr int bookingTries = 3;       ///< of the same question, before nobody knows

struct NextDay {
    int day = 0; ///< yyyymmdd
    int free = 0;
    WhyNot whyNot; ///< "no-session" "full" "not-released" "closed-day" "stopped" "over", or empty
};

struct NextDays {
    std::vector<NextDay> list; ///< from tomorrow to the last that may be booked
    std::int64_t asOfMs = 0;   ///< UTC of the registry
};

struct NextDoctors {
    std::vector<DoctorChoice> list; ///< of one day; a pool's sessions as one
    std::int64_t asOfMs = 0;
};

struct NextWish {
    std::string ticket; ///< today's
    SessionView session;
    int band = 0;
    std::int64_t asOfMs = 0; ///< of the list that was chosen from
    core::TicketLanguage language = core::TicketLanguage::Zh;
};

struct NextBooked {
    std::string id;
    SessionView session; ///< of its day
    std::string bandText;
    std::string checkInFrom; ///< "07:30"
    std::string number;
    std::string masked;    ///< may be empty
    std::string shortCode; ///< "XXXX-XXXX"
    std::string pageUrl;
    std::int64_t effect = 0;
};

class NextVisit {
public:
    template <class T> using Answer = std::function<void(core::Result<T>)>;

    NextVisit(FlowContext& context, Printing& printing);
    ~NextVisit();

    /// Errors of both: Refused "offline-booking", those of the registry; Device "bad-answer".
    void days(const std::string& department, Answer<NextDays> done);
    void doctors(const std::string& department, int day, Answer<NextDoctors> done);

    /// Hold, booking, slip. `printed` runs exactly once when the result is good, else never.
    /// Errors: those above; Refused those of core/bookingrules.h ("stale-availability",
    /// "no-free-slot" ...; "booked-that-day" for one registration a department and day),
    /// "no-identity", "unknown-ticket"; Offline "booking-unknown" (nobody heard whether it was
    /// made: ask at a window); Busy "asking"; Device "store-...".
    void book(const NextWish& wish, Answer<NextBooked> done, Printing::Done printed);

private:
    struct Booking; ///< one that is under way

    void hold(const std::shared_ptr<Booking>& booking);
    void confirm(const std::shared_ptr<Booking>& booking);
    void finish(const std::shared_ptr<Booking>& booking, core::Result<NextBooked> result);
    core::Result<NextBooked> take(const Booking& booking, const nlohmann::json& answer);

    FlowContext& context_;
    Printing& printing_;
    bool asking_ = false;
    std::shared_ptr<bool> alive_;
};

} // namespace menzhen::flows
