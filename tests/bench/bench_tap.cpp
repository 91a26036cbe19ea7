// SPDX-License-Identifier: Apache-2.0
// From a patient's tap to the bytes for the printer, with the registry at hand and without it: the
// booking's signed code is read, the visit found, the ticket committed to a store on disk, laid out
// and encoded. Both kinds of visit in turn at one kiosk, so that both meet the same disk.
#include "app/core/ticketlayout.h"
#include "app/flows/checkin.h"
#include "drivers/printer/escpos.h"
#include "tests/app/flows/flowbench.h"
#include "tests/bench/registryprocess.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace {

using namespace menzhen;
using Clock = std::chrono::steady_clock;

constexpr int rounds = 24;
constexpr int visitsPerRound = 8; ///< half of them cut off
constexpr int warmUpRounds = 2;
constexpr int firstBand = 480; ///< 08:00
constexpr int secondBand = 510;

/// Takes a job as a driver does, and remembers when its bytes were there.
class BytesPrinter final : public ports::TicketPrinter {
public:
    ports::PrinterCapabilities capabilities() const override { return {}; }

    ports::PrinterState state() const override { return {}; }

    void onState(std::function<void(ports::PrinterState)>) override {}

    void print(ports::PrintJob job,
               std::function<void(core::Result<ports::PrintOutcome>)> done) override {
        const printer::PrinterProfile profile;
        const auto encoded = printer::encodeTicket(
            core::layoutTicket(job.content, profile.columns()), profile, {job.id, false}, {});
        readyAt = Clock::now();
        bytes += encoded ? encoded->bytes.size() : 0;
        done(ports::PrintOutcome::Printed);
    }

    Clock::time_point readyAt;
    std::size_t bytes = 0;
};

[[noreturn]] void fail(const char* what, const core::Error& error) {
    std::fprintf(stderr, "%s: %s %s\n", what, error.code.c_str(), error.detail.c_str());
    std::exit(1);
}

double visitMs(test::FlowBench& hall, flows::CheckIn& checkIn, BytesPrinter& printer,
               const std::string& code) {
    const std::size_t before = printer.bytes;
    const auto begun = Clock::now();
    const auto scanned = flows::readScan(*hall.context, code);
    if (!scanned) fail("scan", scanned.error().error);
    const auto visit = checkIn.find(*scanned);
    if (!visit) fail("find", visit.error());
    const auto ticket = checkIn.confirm(*visit, core::TicketLanguage::Zh, [](const auto&) {});
    if (!ticket) fail("confirm", ticket.error());
    hall.run();
    if (printer.bytes == before) fail("print", {core::ErrorKind::Bug, "no-bytes", {}});
    return std::chrono::duration<double, std::milli>(printer.readyAt - begun).count();
}

struct Times {
    std::vector<double> online;
    std::vector<double> offline;
};

void playRound(const std::string& file, int round, Times& times) {
    test::FlowBench hall("K01", "kiosk", 2, file);
    BytesPrinter printer;
    hall.context->printer = &printer;
    flows::Printing printing(*hall.context);
    flows::CheckIn checkIn(*hall.context, printing);
    std::vector<std::string> codes;
    for (int i = 0; i < visitsPerRound; ++i)
        codes.push_back(hall.book(i % 2 == 0 ? "CARD-D01-AM" : "CARD-D03-AM",
                                  i < visitsPerRound / 2 ? firstBand : secondBand)["code"]);
    hall.clockTo(firstBand); // both bands may be checked in
    hall.pull();
    for (int i = 0; i < visitsPerRound; ++i) {
        const bool cutOff = (i + round) % 2 == 1;
        if (cutOff)
            hall.cut();
        else
            hall.heal();
        hall.database->tidy(); // as the device does between two visitors
        const double took = visitMs(hall, checkIn, printer, codes[static_cast<std::size_t>(i)]);
        if (round >= warmUpRounds) (cutOff ? times.offline : times.online).push_back(took);
        if (!cutOff) hall.sync();
    }
}

double quantile(std::vector<double> values, double part) {
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
}

void print(const char* what, double value, const char* unit, const char* more = "") {
    std::printf(R"({"bench":"tap","what":"%s","value":%.3f,"unit":"%s"%s})"
                "\n",
                what, value, unit, more);
}

} // namespace

int main() {
    const bench::ScratchFolder scratch("bench-tap");
    Times times;
    for (int round = 0; round < rounds; ++round)
        playRound((scratch.path() / ("kiosk" + std::to_string(round) + ".db")).string(), round,
                  times);
    const double online = quantile(times.online, 0.5);
    const double offline = quantile(times.offline, 0.5);
    print("tap to print bytes, cut off against connected, medians", offline / online, "ratio",
          R"(,"limit":1.1,"better":"lower")");
    print("tap to print bytes, connected, p50", online, "ms");
    print("tap to print bytes, cut off, p50", offline, "ms");
    print("tap to print bytes, connected, p99", quantile(times.online, 0.99), "ms");
    print("tap to print bytes, cut off, p99", quantile(times.offline, 0.99), "ms");
    return 0;
}
