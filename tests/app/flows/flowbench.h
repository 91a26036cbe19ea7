// SPDX-License-Identifier: Apache-2.0
// A real registry in memory (tests/support/clinic.h) and one device beside it: its own store,
// filled from the registry's snapshot, its journal, a link that calls the clerk, a recording
// printer, and a queue of what runs later on the flow thread.
#pragma once

#include "app/flows/flowcontext.h"
#include "app/flows/printing.h"
#include "app/ports/ticketprinter.h"
#include "db/sync/journal.h"
#include "tests/support/clinic.h"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace menzhen::test {

/// Answers like the registry's routes, from the clerk itself.
class ClerkLink final : public ports::RegistryLink {
public:
    enum class Weather {
        Fine,
        Away,       ///< nothing arrives: timeout
        AnswerLost, ///< executed, but nobody hears of it: timeout
    };

    using Later = std::function<void(int delayMs, std::function<void()>)>;

    ClerkLink(Clinic& clinic, Later later) : clinic_(clinic), later_(std::move(later)) {}

    void request(ports::LinkRequest request, Answered answered) override;

    void follow(std::string, std::function<void(std::string)>,
                std::function<void(ports::LinkState)>) override {}

    void stop() override {}

    Weather weather = Weather::Fine;
    std::string losesNext; ///< end of a path: the answer to its next request is lost
    std::vector<ports::LinkRequest> sent;

private:
    Clinic& clinic_;
    Later later_;
};

class RecordingPrinter final : public ports::TicketPrinter {
public:
    ports::PrinterCapabilities capabilities() const override { return {}; }

    ports::PrinterState state() const override { return {}; }

    void onState(std::function<void(ports::PrinterState)>) override {}

    void print(ports::PrintJob job,
               std::function<void(core::Result<ports::PrintOutcome>)> done) override {
        jobs.push_back(std::move(job));
        if (!dies) done(outcome);
    }

    std::vector<ports::PrintJob> jobs;
    core::Result<ports::PrintOutcome> outcome = ports::PrintOutcome::Printed;
    bool dies = false; ///< the power goes while it prints
};

class FlowBench {
public:
    explicit FlowBench(const std::string& device = "K01", const std::string& role = "kiosk",
                       int days = 2, const std::string& file = ":memory:");

    /// What was posted for now and earlier, in order, with what it posts.
    void run();
    /// Moves the clock and runs what comes due.
    void advance(std::int64_t ms);

    void clockTo(int minute) { clinic->clock.set(monday, minute); }

    /// Sends the device's ops, then loads a fresh snapshot.
    void sync();
    void pull();
    /// A power cut and a restart: what was to run later is gone, the store stays.
    void restart();

    /// Holds a slot of any channel but the kiosk's, and books it; the answer of POST bookings.
    nlohmann::json book(const std::string& session = "CARD-D01-AM", int band = -1, int day = monday,
                        const std::string& idNumber = {});
    /// The cable is pulled: nothing arrives, and the link knows.
    void cut();
    /// ... and put back.
    void heal();

    /// Verdict codes of the last sync, one an op: "applied" or "VERDICT:CODE".
    std::vector<std::string> verdicts;

    std::int64_t count(const std::string& sql); ///< on the device's store
    std::string text(const std::string& sql);

    std::unique_ptr<Clinic> clinic;
    std::unique_ptr<store::Database> database;
    std::unique_ptr<ports::PrivateKey> key;
    std::unique_ptr<ClerkLink> link;
    RecordingPrinter printer;
    std::unique_ptr<sync::Journal> journal;
    std::unique_ptr<flows::FlowContext> context;

private:
    int booked_ = 0; ///< each booking is another patient's

    struct Posted {
        std::int64_t atMs = 0;
        std::int64_t order = 0;
        std::function<void()> run;
    };

    void later(int delayMs, std::function<void()> run);

    bool cut_ = false;
    std::int64_t cutAtMs_ = 0;
    std::string device_;
    std::vector<Posted> posted_;
    std::int64_t order_ = 0;
};

/// What a callback got; `times` must be 1.
template <class T> struct Heard {
    int times = 0;
    std::optional<T> value;

    std::function<void(T)> ear() {
        return [this](T heard) {
            ++times;
            value = std::move(heard);
        };
    }
};

} // namespace menzhen::test
