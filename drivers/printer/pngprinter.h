// SPDX-License-Identifier: Apache-2.0
// A printer without a printer: each ticket becomes a picture (NUMBER-SEQ.png) and the bytes that
// an 80 mm ESC/POS printer would have got (NUMBER-SEQ.bin) in one folder. Both appear by rename,
// the bytes first, so whoever sees the picture finds the bytes too. Its tickets are Printed when
// both are on the disk.
#pragma once

#include "app/ports/ticketprinter.h"
#include "drivers/printer/jobthread.h"
#include "drivers/printer/profile.h"
#include "drivers/printer/typeface.h"

#include <string>

namespace menzhen::printer {

class PngPrinter final : public ports::TicketPrinter {
public:
    /// Makes the folder with the first ticket if it is missing.
    PngPrinter(std::string folder, PrinterProfile profile, ports::Post post);

    ports::PrinterCapabilities capabilities() const override;

    ports::PrinterState state() const override { return thread_.state(); }

    void onState(std::function<void(ports::PrinterState)> listener) override {
        thread_.onState(std::move(listener));
    }

    void print(ports::PrintJob job,
               std::function<void(core::Result<ports::PrintOutcome>)> done) override {
        thread_.print(std::move(job), std::move(done));
    }

private:
    Outcome printJob(const ports::PrintJob& job);
    core::Result<void> prepare();

    const std::string folder_;
    const PrinterProfile profile_;
    std::unique_ptr<Typeface> typeface_; ///< of the driver's thread
    JobThread thread_;
};

} // namespace menzhen::printer
