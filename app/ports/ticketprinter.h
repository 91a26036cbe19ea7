// SPDX-License-Identifier: Apache-2.0
// Paper tickets. A ticket may be lost or doubled by nobody's fault (paper end, power cut, pulled
// cable), so the port never guesses: it says how sure it is that paper came out, and prints again
// only when the caller asks.
//
//   error     nothing was sent to the printer. The caller keeps or gives up the number, and shows
//             where to get one from staff. Codes: printer-paper-out, printer-cover-open,
//             printer-offline, printer-error, printer-busy (a job is under way), printer-bad-job
//             (the content cannot be printed), printer-disk (png: the folder cannot be written).
//   Printed   the printer itself said that this job is on paper.
//   Sent      the printer never speaks (write-only cable, CUPS): show "did the ticket come out?"
//             with a way to print it again.
//   Doubtful  bytes were sent, then the printer was lost or stayed silent too long. Ask as for
//             Sent. Nothing is ever sent a second time by the driver itself: some printers finish
//             the ticket by themselves after the refill.
//
// Printing again: the same content with `reprint` set, which marks the paper 补打 / REPRINT and
// cuts off the stump first. Twice the same number with the mark is harmless, a lost ticket is not.
// Paper end or an open cover in the middle of a job is waited out (the state says why, so that
// the screen can), up to kFaultWaitMs.
//
// Thread: print() and onState() on the flow thread, where both callbacks are called too; state()
// from any thread. A callback comes exactly once per print(), and never after the printer is gone.
#pragma once

#include "app/core/report.h"
#include "app/core/reportlayout.h"
#include "app/core/result.h"
#include "app/core/ticket.h"
#include "app/core/ticketlayout.h"
#include "app/ports/post.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace menzhen::ports {

enum class PrinterCondition {
    Ready,
    PaperLow, ///< prints, but staff should bring a roll
    PaperOut,
    CoverOpen,
    Offline, ///< nobody answers: switched off, unplugged
    Error,   ///< cutter, head: needs a person
    Unknown, ///< not asked yet, or a printer that never speaks
};

struct PrinterState {
    PrinterCondition condition = PrinterCondition::Unknown;
    std::string detail; ///< one English sentence: what to do

    friend bool operator==(const PrinterState&, const PrinterState&) = default;
};

struct PrinterCapabilities {
    int widthDots = 576;  ///< 576 (80 mm), 512 or 384 (58 mm) at 203 dpi
    bool cut = true;      ///< has a knife; otherwise the paper is fed to be torn
    bool nativeQr = true; ///< draws QR codes itself; otherwise they are sent as pictures
    bool cjk = true;      ///< has a GBK font; otherwise Hanzi are sent as pictures
    bool answers = true;  ///< tells its state and confirms a job
};

struct PrintJob {
    std::string id; ///< 4 characters 20h..7Eh, not used by the jobs before: the printer's receipt
    std::int64_t seq =
        0; ///< the ticket's own number at this device, >= 0 (names the file of png://)
    core::TicketContent content;
    bool reprint = false; ///< sets the mark and cuts first
    /// Printed instead of the content, whose number then only names the file of png://.
    std::optional<core::ReportContent> report = {};
};

/// What a driver puts on paper so many columns wide.
inline core::TicketLayout layoutOf(const PrintJob& job, int columns) {
    if (job.report) return core::layoutReport(*job.report, columns);
    core::TicketContent content = job.content;
    content.reprint = content.reprint || job.reprint;
    return core::layoutTicket(content, columns);
}

enum class PrintOutcome { Printed, Sent, Doubtful };

class TicketPrinter {
public:
    /// How long paper end, cover or error in the middle of a job is waited out before Doubtful.
    static constexpr int kFaultWaitMs = 180'000;

    virtual ~TicketPrinter() = default;
    virtual PrinterCapabilities capabilities() const = 0;
    virtual PrinterState state() const = 0;
    /// One listener; called on each change. An empty function ends it.
    virtual void onState(std::function<void(PrinterState)> listener) = 0;
    /// One job at a time. `done` is called exactly once.
    virtual void print(PrintJob job, std::function<void(core::Result<PrintOutcome>)> done) = 0;
};

} // namespace menzhen::ports
