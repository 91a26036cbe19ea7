// SPDX-License-Identifier: Apache-2.0
// A printer behind a CUPS queue: the ESC/POS bytes go through `lp -o raw`. CUPS tells when it has
// passed the bytes on, never when paper came out, so a ticket is Sent at best. Give the queue
// printer-error-policy=abort-job: the default prints old tickets again after each repair.
#pragma once

#include "app/ports/ticketprinter.h"
#include "drivers/printer/jobthread.h"
#include "drivers/printer/profile.h"
#include "drivers/printer/typeface.h"

#include <string>

namespace menzhen::printer {

class CupsPrinter final : public ports::TicketPrinter {
public:
    /// `command` is CUPS' client, looked up in PATH.
    CupsPrinter(std::string queue, PrinterProfile profile, ports::Post post,
                std::string command = "lp");

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
    Outcome submit(const core::Bytes& bytes);

    const std::string queue_;
    const PrinterProfile profile_;
    const std::string command_;
    std::unique_ptr<Typeface> typeface_; ///< of the driver's thread
    JobThread thread_;
};

} // namespace menzhen::printer
