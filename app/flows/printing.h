// SPDX-License-Identifier: Apache-2.0
// Carries out the print effects of the store, one after the other, also those that a crash left
// behind: the same number, marked as a reprint only when nobody can say whether paper came out. A
// ticket whose printing began is remembered before the first byte goes out, so that a crash in the
// middle is told from one before it.
//
// A printer that cannot print keeps the effect: it is tried again every printRetryMs until
// maxPrintDelayMs after the ticket was issued; later nobody would stand there to take it.
#pragma once

#include "app/core/report.h"
#include "app/flows/flowcontext.h"
#include "app/ports/ticketprinter.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace menzhen::flows {

inline constexpr std::int64_t maxPrintDelayMs = 10 * 60'000;
inline constexpr int printRetryMs = 5000;

/// What became of one ticket's paper.
struct PrintReport {
    enum class Result {
        Printed,   ///< the printer itself said so
        Sent,      ///< the printer never speaks: ask "did the ticket come out?"
        Doubtful,  ///< lost in the middle: ask the same
        NotPrinted ///< nothing was sent: show the number, say whom to ask; `error` says why
    };

    Result result = Result::NotPrinted;
    core::Error
        error; ///< NotPrinted alone: "printer-paper-out" ... (ticketprinter.h), "no-printer"
    std::string ticket;
};

class Printing {
public:
    using Done = std::function<void(PrintReport)>;

    explicit Printing(FlowContext& context);
    ~Printing();

    /// Once, when the printer is there: carries out what an earlier run left.
    void start();

    /// Carries out one effect that was just committed. `done` runs once; after NotPrinted once more
    /// if the paper comes out all the same, after a refill: whoever still stands there takes it.
    void carryOut(std::int64_t effect, Done done);

    /// Commits a second paper of a ticket, marked as a reprint, and prints it: for "it did not come
    /// out" and for a patient who lost it. Errors: Refused "unknown-ticket"; Device "store-...".
    core::Result<void> reprint(int day, const std::string& ticket, core::TicketLanguage language,
                               Done done);

    /// Prints what stands in no store: a report. A crash loses it, nothing prints it later. `done`
    /// runs exactly once; its `ticket` is empty.
    void printPassing(core::ReportContent content, Done done);

    ports::PrinterState printerState() const;

private:
    struct Job {
        std::int64_t effect = 0;
        Done done;                                         ///< may be empty
        std::shared_ptr<core::ReportContent> passing = {}; ///< no effect, this instead
        bool told = false; ///< NotPrinted was said; only what is better is worth saying
    };

    void wake(int delayMs);
    void next();
    void print(const Job& job, const struct PrintOrder& order);
    void pass(const Job& job);
    void settle(const Job& job, const std::string& ticket,
                const core::Result<ports::PrintOutcome>& outcome);
    void giveUp(const Job& job, const std::string& ticket, core::Error error, bool forGood);
    void retryPending();
    bool isLate(std::int64_t effect, const PrintOrder& order) const;
    void settleEarlier();

    FlowContext& context_;
    std::deque<Job> waiting_;
    std::map<std::int64_t, std::int64_t> committedAtMs_; ///< monotonic, of this run's effects
    std::map<std::int64_t, Done> notPrinted_; ///< who heard so of an effect that is tried again
    std::map<std::int64_t, std::string> unsettled_; ///< printed, but the disk refused to note it
    std::shared_ptr<bool> alive_;
    bool busy_ = false;
    bool retrySet_ = false;
    int passed_ = 0;            ///< reports of this run
    std::int64_t doubtful_ = 0; ///< the effect that an earlier run was printing when it ended
};

} // namespace menzhen::flows
