// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/printer.h"

namespace menzhen::twin {

void Printer::print(ports::PrintJob job,
                    std::function<void(core::Result<ports::PrintOutcome>)> done) {
    if (deaf && deaf()) return;
    using Outcome = core::Result<ports::PrintOutcome>;
    const auto say = [&](int delayMs, Outcome outcome) {
        timeline_.after(delayMs, life,
                        [done = std::move(done), outcome = std::move(outcome)] { done(outcome); });
    };
    if (trouble == PrinterTrouble::PaperOut)
        return say(50, core::fail(core::ErrorKind::Device, "printer-paper-out", "put a roll in"));
    const bool comesOut = trouble != PrinterTrouble::PullsOut || pulled++ % 2 == 0;
    // The bytes are in the printer: its paper comes out whatever becomes of the program.
    if (comesOut)
        timeline_.after(printMs - 100, nullptr, [this, job = std::move(job)] { paper_(job); });
    if (trouble == PrinterTrouble::PullsOut)
        return say(lostPrinterMs, ports::PrintOutcome::Doubtful);
    say(printMs, trouble == PrinterTrouble::Silent ? ports::PrintOutcome::Sent
                                                   : ports::PrintOutcome::Printed);
}

} // namespace menzhen::twin
