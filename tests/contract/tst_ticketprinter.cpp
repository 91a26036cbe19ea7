// SPDX-License-Identifier: Apache-2.0
// The TicketPrinter port's promises: on the picture driver, and on the ESC/POS driver over TCP
// against an emulator with the faults of real printers.
#include "drivers/printer/escposprinter.h"
#include "drivers/printer/printerfactory.h"
#include "tests/contract/printeremulator.h"
#include "tests/drivers/printer/demoticket.h"

#include <condition_variable>
#include <deque>
#include <fstream>
#include <gmock/gmock.h>

using namespace menzhen;
using namespace menzhen::printertest;
using ports::PrinterCondition;
using ports::TicketPrinter;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

namespace {

// The flow thread is the test's own: posts run while it waits for an answer.
class Hall {
public:
    ports::Post post() {
        return [this](std::function<void()> work) {
            {
                const std::lock_guard lock(mutex_);
                queue_.push_back(std::move(work));
            }
            arrived_.notify_all();
        };
    }

    void runUntil(const std::function<bool()>& reached) {
        while (!reached()) {
            std::unique_lock lock(mutex_);
            ASSERT_TRUE(arrived_.wait_for(lock, std::chrono::seconds(60),
                                          [this] { return !queue_.empty(); }));
            auto work = std::move(queue_.front());
            queue_.pop_front();
            lock.unlock();
            work();
        }
    }

    std::string print(TicketPrinter& printer, core::TicketContent content, bool reprint = false) {
        std::string answer;
        std::string id = std::to_string(1000 + ++jobs_);
        printer.print({id, jobs_, std::move(content), reprint},
                      [&](core::Result<ports::PrintOutcome> outcome) {
                          answer = !outcome                                   ? outcome.error().code
                                   : *outcome == ports::PrintOutcome::Printed ? "printed"
                                   : *outcome == ports::PrintOutcome::Sent    ? "sent"
                                                                              : "doubtful";
                      });
        runUntil([&] { return !answer.empty(); });
        return answer;
    }

private:
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<std::function<void()>> queue_;
    int jobs_ = 0;
};

printer::EscposTimes quick() {
    printer::EscposTimes times;
    times.heartbeatMs = 300;
    times.pollMs = 150;
    times.graceMs = 1500;
    times.muteWaitMs = 200;
    times.faultWaitMs = 20'000;
    return times;
}

std::unique_ptr<TicketPrinter> tcpPrinter(Hall& hall, const PrinterEmulator& emulator,
                                          printer::PrinterProfile profile = {}) {
    return std::make_unique<printer::EscposPrinter>(
        profile,
        [port = emulator.port()] { return wire::openTcp("127.0.0.1", port, wire::inMs(2000)); },
        hall.post(), quick());
}

void expectWhole(const PrintedTicket& ticket) {
    EXPECT_THAT(ticket.errors, IsEmpty());
    EXPECT_THAT(ticket.lines, Contains("C012"));
    EXPECT_THAT(ticket.lines, Contains("心血管内科"));
    EXPECT_THAT(ticket.read, UnorderedElementsAre(chineseTicket().code, chineseTicket().pageUrl));
}

} // namespace

// A judge that accepts everything judges nothing.
TEST(PrinterEmulator, refusesWhatPrintersPrintAsRubbish) {
    const auto folder = freshFolder();
    const auto judge = [&](const std::string& hex) {
        const core::Bytes bytes = *core::fromHex("1b401c26" + hex + "0a1d564200");
        const auto file = folder / "job.bin";
        std::ofstream(file, std::ios::binary)
            .write(reinterpret_cast<const char*>(bytes.data()), std::ssize(bytes));
        const std::string command = std::string("/usr/bin/python3 -B ") + MENZHEN_EMULATOR +
                                    " --out " + folder.string() + " --file " + file.string();
        return std::system(command.c_str()) == 0;
    };
    EXPECT_TRUE(judge("c3c5d5ef"));
    EXPECT_FALSE(judge("81308431")); // GB18030's four bytes
    EXPECT_FALSE(judge("1b7a01"));   // no such command
    EXPECT_FALSE(judge("1d2177"
                       "3132333435363738")); // 8 x 96 dots on 576
    EXPECT_FALSE(judge("1d763000"
                       "49000100" +
                       std::string(146, '0'))); // 584 dots
    EXPECT_FALSE(judge("1d5600"));              // cuts through the text
    std::filesystem::remove_all(folder);
}

TEST(PngPrinter, keepsThePortsPromiseAndItsBytesAreThoseOfAPrinter) {
    Hall hall;
    const auto folder = freshFolder();
    auto made = printer::makePrinter("png://" + (folder / "tickets").string(), hall.post());
    ASSERT_TRUE(made) << made.error().detail;
    EXPECT_EQ(hall.print(**made, chineseTicket()), "printed");
    EXPECT_EQ(hall.print(**made, englishTicket()), "printed");
    for (const char* name : {"C012-1.png", "C012-1.bin", "C012-2.png", "C012-2.bin"})
        EXPECT_TRUE(std::filesystem::exists(folder / "tickets" / name)) << name;
    const std::string command = std::string("/usr/bin/python3 -B ") + MENZHEN_EMULATOR + " --out " +
                                (folder / "paper").string() + " --file " +
                                (folder / "tickets" / "C012-1.bin").string();
    EXPECT_EQ(std::system(command.c_str()), 0);
    expectWhole(ticketIn(folder / "paper", 0));
    std::filesystem::remove_all(folder);
}

TEST(PngPrinter, aFolderThatCannotBeWrittenIsAnErrorAndNoTicket) {
    Hall hall;
    auto made = printer::makePrinter("png:///dev/null/tickets", hall.post());
    ASSERT_TRUE(made);
    EXPECT_EQ(hall.print(**made, chineseTicket()), "printer-disk");
}

TEST(TcpPrinter, printsAndKnowsIt) {
    Hall hall;
    PrinterEmulator emulator({});
    auto printer = tcpPrinter(hall, emulator);
    EXPECT_EQ(hall.print(*printer, chineseTicket()), "printed");
    EXPECT_EQ(hall.print(*printer, englishTicket()), "printed");
    const auto tickets = emulator.tickets();
    ASSERT_EQ(tickets.size(), 2u);
    expectWhole(tickets[0]);
    expectWhole(tickets[1]);
    EXPECT_EQ(printer->state().condition, PrinterCondition::Ready);
    EXPECT_TRUE(printer->capabilities().answers);
}

TEST(TcpPrinter, narrowPaperRareNamesAndLatinLetters) {
    Hall hall;
    PrinterEmulator emulator({"--width", "384"});
    printer::PrinterProfile profile;
    profile.widthDots = 384;
    profile.nativeQr = false;
    auto printer = tcpPrinter(hall, emulator, profile);
    core::TicketContent ticket = chineseTicket();
    ticket.maskedName = "䶮*𠮷";
    ticket.doctor = {"Müller 医师", ""};
    EXPECT_EQ(hall.print(*printer, ticket), "printed");
    ASSERT_EQ(emulator.tickets().size(), 1u);
    expectWhole(emulator.tickets()[0]);
    EXPECT_THAT(emulator.tickets()[0].lines, Contains("Müller 医师"));
}

TEST(TcpPrinter, withoutPaperOrWithAnOpenCoverNothingIsSent) {
    for (const auto& [fault, code, repair] :
         {std::tuple{"--paper-out", "printer-paper-out", "paper-in"},
          std::tuple{"--cover-open", "printer-cover-open", "cover-closed"}}) {
        Hall hall;
        PrinterEmulator emulator({fault});
        auto printer = tcpPrinter(hall, emulator);
        EXPECT_EQ(hall.print(*printer, chineseTicket()), code);
        emulator.order(repair);
        hall.runUntil([&] { return printer->state().condition == PrinterCondition::Ready; });
        core::TicketContent second = chineseTicket();
        second.number = "C013";
        EXPECT_EQ(hall.print(*printer, second), "printed");
        ASSERT_EQ(emulator.tickets().size(), 1u); // the refused one did not linger
        EXPECT_THAT(emulator.tickets()[0].lines, Contains("C013"));
    }
}

TEST(TcpPrinter, paperEndInTheMiddleIsWaitedOutAndNothingIsSentTwice) {
    for (const char* row : {"1", "300", "900", "1700"}) {
        Hall hall;
        PrinterEmulator emulator({"--paper-end-row", row});
        auto printer = tcpPrinter(hall, emulator);
        bool refilled = false;
        printer->onState([&](const ports::PrinterState& state) {
            if (state.condition != PrinterCondition::PaperOut || refilled) return;
            refilled = true;
            emulator.order("paper-in");
        });
        EXPECT_EQ(hall.print(*printer, chineseTicket()), "printed") << row;
        EXPECT_TRUE(refilled);
        ASSERT_EQ(emulator.tickets().size(), 1u) << row;
        expectWhole(emulator.tickets()[0]);
    }
}

TEST(TcpPrinter, aNearEndIsToldAndPrintingGoesOn) {
    Hall hall;
    PrinterEmulator emulator({"--near-end"});
    auto printer = tcpPrinter(hall, emulator);
    EXPECT_EQ(hall.print(*printer, chineseTicket()), "printed");
    EXPECT_EQ(printer->state().condition, PrinterCondition::PaperLow);
}

TEST(TcpPrinter, aMutePrinterIsSentAndSaidSo) {
    Hall hall;
    PrinterEmulator emulator({"--mute"});
    auto printer = tcpPrinter(hall, emulator);
    EXPECT_EQ(hall.print(*printer, chineseTicket()), "sent");
    EXPECT_FALSE(printer->capabilities().answers);
    EXPECT_EQ(printer->state().condition, PrinterCondition::Unknown);
}

TEST(TcpPrinter, withoutReceiptsTheOrderlyStatusIsBelieved) {
    Hall hall;
    PrinterEmulator emulator({"--no-receipt"});
    auto printer = tcpPrinter(hall, emulator);
    EXPECT_EQ(hall.print(*printer, chineseTicket()), "printed");
    EXPECT_EQ(hall.print(*printer, chineseTicket()), "printed");
    EXPECT_EQ(emulator.tickets().size(), 2u);
}

TEST(TcpPrinter, aSlowLineIsWaitedFor) {
    Hall hall;
    PrinterEmulator emulator({"--bytes-per-second", "960"});
    printer::PrinterProfile profile;
    profile.baud = 9600;
    auto printer = tcpPrinter(hall, emulator, profile);
    EXPECT_EQ(hall.print(*printer, chineseTicket()), "printed");
    expectWhole(emulator.tickets().at(0));
}

// Bytes counted from the first question on; a question is three bytes.
TEST(TcpPrinter, aLostConnectionIsDoubtfulAndTheReprintIsWholeAndMarked) {
    for (const char* power : {"", "--power"})
        for (const char* at : {"60", "200", "500", "900", "1000"}) {
            SCOPED_TRACE(std::string(at) + power);
            Hall hall;
            std::vector<std::string> faults{"--lose-at", at};
            if (*power) faults.emplace_back(power);
            PrinterEmulator emulator(faults);
            auto printer = tcpPrinter(hall, emulator);
            EXPECT_EQ(hall.print(*printer, chineseTicket()), "doubtful");
            EXPECT_EQ(hall.print(*printer, chineseTicket(), true), "printed");
            const auto tickets = emulator.tickets();
            ASSERT_FALSE(tickets.empty());
            expectWhole(tickets.back());
            EXPECT_THAT(tickets.back().lines, Contains("★ 补打 ★"));
            for (std::size_t i = 0; i + 1 < tickets.size(); ++i) // the stump, cut off
                EXPECT_THAT(tickets[i].lines, Not(Contains("★ 补打 ★")));
        }
}

TEST(TcpPrinter, powerLostWhilePrintingIsDoubtful) {
    Hall hall;
    PrinterEmulator emulator({"--power-row", "500"});
    auto printer = tcpPrinter(hall, emulator);
    EXPECT_EQ(hall.print(*printer, chineseTicket()), "doubtful");
    EXPECT_EQ(hall.print(*printer, chineseTicket(), true), "printed");
    expectWhole(emulator.tickets().back());
}

TEST(TcpPrinter, nobodyThereIsOfflineAndComesBackByItself) {
    Hall hall;
    int port = 0;
    { port = PrinterEmulator({}).port(); } // free again
    std::unique_ptr<TicketPrinter> printer = std::make_unique<printer::EscposPrinter>(
        printer::PrinterProfile{},
        [port] { return wire::openTcp("127.0.0.1", port, wire::inMs(2000)); }, hall.post(),
        quick());
    EXPECT_EQ(hall.print(*printer, chineseTicket()), "printer-offline");
    EXPECT_EQ(printer->state().condition, PrinterCondition::Offline);
    PrinterEmulator emulator({"--port", std::to_string(port)});
    hall.runUntil([&] { return printer->state().condition == PrinterCondition::Ready; });
    EXPECT_EQ(hall.print(*printer, chineseTicket()), "printed");
}
