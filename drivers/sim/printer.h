// SPDX-License-Identifier: Apache-2.0
// A ticket printer made of virtual time: prints in 0.4 s, or has what printers have.
#pragma once

#include "app/ports/ticketprinter.h"
#include "drivers/sim/timeline.h"

namespace menzhen::twin {

inline constexpr int printMs = 400;
inline constexpr int lostPrinterMs = 5000; ///< until the driver gives a silent printer up

enum class PrinterTrouble {
    None,
    PaperOut, ///< refuses before the first byte
    PullsOut, ///< takes the bytes and is gone: paper may be out or not
    Silent,   ///< never speaks, as behind CUPS
};

/// Stands in the hall and outlives the program that prints on it.
class Printer final : public ports::TicketPrinter {
public:
    /// A paper came out.
    using Paper = std::function<void(const ports::PrintJob& job)>;

    Printer(Timeline& timeline, Paper paper) : timeline_(timeline), paper_(std::move(paper)) {}

    ports::PrinterCapabilities capabilities() const override { return {}; }

    ports::PrinterState state() const override {
        return {trouble == PrinterTrouble::PaperOut ? ports::PrinterCondition::PaperOut
                                                    : ports::PrinterCondition::Ready,
                {}};
    }

    void onState(std::function<void(ports::PrinterState)>) override {}

    void print(ports::PrintJob job,
               std::function<void(core::Result<ports::PrintOutcome>)> done) override;

    /// Whose callbacks count: those of the program that runs now.
    Life life;
    PrinterTrouble trouble = PrinterTrouble::None;
    /// The machine stopped in the middle of an event: what the program says now is not heard.
    std::function<bool()> deaf;
    int pulled = 0; ///< papers of PullsOut: every second one came out

private:
    Timeline& timeline_;
    Paper paper_;
};

} // namespace menzhen::twin
