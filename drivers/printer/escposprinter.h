// SPDX-License-Identifier: Apache-2.0
// An ESC/POS printer over any pipe. See ports/ticketprinter.h for what its answers mean.
//
// Before a job the printer is asked whether it can print; if not, nothing is sent. After the job's
// bytes goes GS ( H with the job's id: the printer sends it back when the ticket is on paper. A
// printer that answers questions but knows no GS ( H is believed by its answer to GS r 1 and a
// clean status. One that has never answered anything is taken as mute: its jobs end as Sent. A job
// in trouble is waited for, never sent again: printers that keep their buffer finish it after the
// refill. After a Doubtful job the next one first clears the printer's buffers and cuts, so that
// half a ticket cannot eat the next.
#pragma once

#include "app/ports/ticketprinter.h"
#include "drivers/printer/dialogue.h"
#include "drivers/printer/escpos.h"
#include "drivers/printer/jobthread.h"
#include "drivers/printer/typeface.h"

#include <atomic>

namespace menzhen::printer {

using OpenPipe = std::function<core::Result<std::unique_ptr<wire::Pipe>>()>;

/// Milliseconds; tests shorten them.
struct EscposTimes {
    int answerMs = 500;     ///< for one DLE EOT
    int heartbeatMs = 4000; ///< between two questions while idle
    int pollMs = 1000;      ///< between two questions while a job prints
    int graceMs = 5000;     ///< on top of what the job's bytes and rows need
    int muteWaitMs = 1000;  ///< for a receipt from a printer that has not answered so far
    int faultWaitMs = ports::TicketPrinter::kFaultWaitMs;
};

class EscposPrinter final : public ports::TicketPrinter {
public:
    EscposPrinter(PrinterProfile profile, OpenPipe open, ports::Post post, EscposTimes times = {});

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
    struct Waiting;
    enum class Receipts { Untried, Given, None };

    Outcome printJob(const ports::PrintJob& job);
    core::Result<EscposJob> encode(const ports::PrintJob& job);
    core::Result<void> makeReady();
    core::Result<void> openAndAsk();
    core::Result<void> askMute();
    core::Result<void> judge(const ports::PrinterState& state);
    core::Result<void> noAnswer();
    void clearBuffers();
    std::optional<Outcome> send(const EscposJob& job);
    Outcome awaitReceipt(const EscposJob& job, const std::string& id);
    Outcome awaitMute(const EscposJob& job, const std::string& id);
    bool confirmed(const StatusEvent& event, Waiting& waiting);
    bool poll(Waiting& waiting);
    void hearLateReceipts();
    Outcome doubtful(const std::string& id);
    int printMs(const EscposJob& job) const;
    void heartbeat();
    core::Error lost(const core::Error& why);

    // All but the profile and the times belong to the driver's thread.
    const PrinterProfile profile_;
    const OpenPipe open_;
    const EscposTimes times_;
    std::optional<Dialogue> dialogue_;
    std::unique_ptr<Typeface> typeface_;
    std::atomic<bool> answers_ = false; ///< has answered a question since the program started
    Receipts receipts_ = Receipts::Untried;
    bool stump_ = false;     ///< half a ticket may be in the printer
    std::string doubtfulId_; ///< of the job that left it
    JobThread thread_;
};

} // namespace menzhen::printer
