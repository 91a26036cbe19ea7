// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/escposprinter.h"

#include <algorithm>
#include <array>
#include <utility>

namespace menzhen::printer {

using ports::PrinterCondition;
using ports::PrinterState;
using ports::PrintOutcome;
using Clock = std::chrono::steady_clock;

namespace {

constexpr int kRowsPerSecond = 1200; // 150 mm/s at 203 dpi: the slow end of thermal printers
constexpr int kBitsPerByte = 10;     // 8N1
constexpr std::uint8_t kLinePaperEmpty = 0x20;

// Recover from an error and clear the buffers; what a printer does not know it ignores.
constexpr std::array<std::uint8_t, 13> kClear{0x10, 0x05, 2,                          // DLE ENQ 2
                                              0x10, 0x14, 8, 1, 3, 0x14, 1, 6, 2, 8}; // DLE DC4 8

core::Error errorOf(const PrinterState& state) {
    const char* code = state.condition == PrinterCondition::PaperOut    ? "printer-paper-out"
                       : state.condition == PrinterCondition::CoverOpen ? "printer-cover-open"
                       : state.condition == PrinterCondition::Error     ? "printer-error"
                                                                        : "printer-offline";
    return {core::ErrorKind::Device, code, state.detail};
}

} // namespace

/// One job's wait for its receipt.
struct EscposPrinter::Waiting {
    std::string id;
    int printMs = 0;
    wire::Deadline deadline{};
    wire::Deadline faultEnd{};
    wire::Deadline nextPoll{};
    std::optional<wire::Deadline> believeAt{}; ///< all was processed, and no receipt came by then
};

EscposPrinter::EscposPrinter(PrinterProfile profile, OpenPipe open, ports::Post post,
                             EscposTimes times)
    : profile_(profile), open_(std::move(open)), times_(times),
      thread_(std::move(post), {[this](const ports::PrintJob& job) { return printJob(job); },
                                [this] { heartbeat(); }, times.heartbeatMs}) {}

ports::PrinterCapabilities EscposPrinter::capabilities() const {
    return {profile_.widthDots, profile_.cut, profile_.nativeQr, profile_.cjk, answers_};
}

Outcome EscposPrinter::printJob(const ports::PrintJob& job) {
    const auto ready = makeReady();
    if (!ready) return tl::unexpected<core::Error>(ready.error());
    const auto encoded = encode(job);
    if (!encoded) return tl::unexpected<core::Error>(encoded.error());
    if (stump_) clearBuffers();
    if (auto failed = send(*encoded)) {
        if (*failed) return doubtful(job.id);
        return *failed;
    }
    stump_ = false;
    return answers_ ? awaitReceipt(*encoded, job.id) : awaitMute(*encoded, job.id);
}

core::Result<EscposJob> EscposPrinter::encode(const ports::PrintJob& job) {
    if (!typeface_)
        if (auto typeface = Typeface::open()) typeface_ = std::move(*typeface);
    LinePicture picture;
    if (typeface_)
        picture = [this](const core::TicketText& text) { return typeface_->line(text.spans); };
    return encodeTicket(ports::layoutOf(job, profile_.columns()), profile_,
                        {job.id, job.reprint || stump_}, picture);
}

// A connection that stood idle may be dead without anybody knowing: one more try with a new one.
core::Result<void> EscposPrinter::makeReady() {
    const bool stale = dialogue_.has_value();
    auto ready = openAndAsk();
    if (!ready && stale && !dialogue_) ready = openAndAsk();
    return ready;
}

core::Result<void> EscposPrinter::openAndAsk() {
    if (!dialogue_) {
        auto pipe = open_();
        if (!pipe) return tl::unexpected<core::Error>(lost(pipe.error()));
        dialogue_.emplace(std::move(*pipe));
    }
    const auto state = dialogue_->askState(times_.answerMs);
    if (!state) return tl::unexpected<core::Error>(lost(state.error()));
    hearLateReceipts();
    if (!*state) return answers_ ? noAnswer() : askMute();
    answers_ = true;
    return judge(**state);
}

core::Result<void> EscposPrinter::judge(const PrinterState& state) {
    thread_.setState(state);
    if (canPrint(state.condition)) return {};
    return tl::unexpected<core::Error>(errorOf(state));
}

core::Result<void> EscposPrinter::noAnswer() {
    return tl::unexpected<core::Error>(
        lost({core::ErrorKind::Offline, "wire-timeout", "the printer does not answer any more"}));
}

// A printer that never speaks; a USB cable at least tells of missing paper.
core::Result<void> EscposPrinter::askMute() {
    const auto line = dialogue_->pipe().lineStatus();
    if (line && (*line & kLinePaperEmpty)) return judge(stateOf(0, status::kPaperEndStop, 0));
    thread_.setState({PrinterCondition::Unknown, "This printer does not tell its state."});
    return {};
}

void EscposPrinter::clearBuffers() {
    const auto deadline = wire::inMs(times_.answerMs);
    if (!dialogue_->pipe().write(kClear, deadline)) return; // the job's own write will tell
    if (!answers_) return;
    for (;;) {
        const auto event = dialogue_->next(deadline);
        if (!event || !*event || (*event)->kind == StatusEvent::Kind::Cleared) return;
    }
}

// Nothing when all bytes are out; an error when none is; a (meaningless) outcome when some are.
std::optional<Outcome> EscposPrinter::send(const EscposJob& job) {
    const auto end = wire::inMs(printMs(job) + times_.faultWaitMs);
    core::ByteView rest = job.bytes;
    while (!rest.empty()) {
        std::size_t taken = 0;
        const auto written =
            dialogue_->pipe().write(rest, std::min(end, wire::inMs(times_.pollMs)), &taken);
        rest = rest.subspan(taken);
        const bool untouched = rest.size() == job.bytes.size();
        if (!written) {
            const core::Error why = lost(written.error());
            if (untouched) return Outcome(tl::unexpected<core::Error>(why));
            return Outcome(PrintOutcome::Doubtful);
        }
        if (rest.empty()) break;
        if (thread_.stopping() || Clock::now() >= end) return Outcome(PrintOutcome::Doubtful);
    }
    return std::nullopt;
}

Outcome EscposPrinter::awaitMute(const EscposJob& job, const std::string& id) {
    if (!dialogue_->pipe().drain(wire::inMs(printMs(job)))) return doubtful(id);
    const auto deadline = wire::inMs(times_.muteWaitMs);
    for (;;) {
        const auto event = dialogue_->next(deadline);
        if (!event) {
            lost(event.error());
            return doubtful(id);
        }
        if (!*event) return PrintOutcome::Sent;
        if ((*event)->kind == StatusEvent::Kind::Receipt && (*event)->text == id)
            return PrintOutcome::Printed;
    }
}

Outcome EscposPrinter::awaitReceipt(const EscposJob& job, const std::string& id) {
    Waiting waiting;
    waiting.id = id;
    waiting.printMs = printMs(job);
    waiting.deadline = wire::inMs(waiting.printMs);
    waiting.faultEnd = wire::inMs(times_.faultWaitMs);
    waiting.nextPoll = wire::inMs(times_.pollMs);
    while (Clock::now() < waiting.deadline && !thread_.stopping()) {
        auto until = std::min(waiting.deadline, waiting.nextPoll);
        if (waiting.believeAt) until = std::min(until, *waiting.believeAt);
        const auto event = dialogue_->next(until);
        if (!event) {
            lost(event.error());
            return doubtful(id);
        }
        if (*event && confirmed(**event, waiting)) return PrintOutcome::Printed;
        const bool believe = waiting.believeAt && Clock::now() >= *waiting.believeAt;
        if (!believe && Clock::now() < waiting.nextPoll) continue;
        if (!poll(waiting)) return doubtful(id);
        if (believe && canPrint(thread_.state().condition)) {
            receipts_ = Receipts::None;
            return PrintOutcome::Printed;
        }
    }
    return doubtful(id);
}

bool EscposPrinter::confirmed(const StatusEvent& event, Waiting& waiting) {
    if (event.kind == StatusEvent::Kind::Receipt && event.text == waiting.id) {
        receipts_ = Receipts::Given;
        return true;
    }
    const bool processed =
        event.kind == StatusEvent::Kind::Paper && !(event.bytes[0] & status::kSequentialEnd);
    // It answers when the buffer is empty, which is before the head has printed all of it.
    if (processed && receipts_ != Receipts::Given) {
        const bool hurry = receipts_ == Receipts::None || !profile_.confirms;
        waiting.believeAt = wire::inMs(waiting.printMs - (hurry ? times_.graceMs : 0));
        waiting.deadline = std::max(waiting.deadline, *waiting.believeAt + std::chrono::seconds(1));
    }
    return false;
}

// Asks why it takes so long. As long as there is a reason that a person can mend, the job waits.
bool EscposPrinter::poll(Waiting& waiting) {
    waiting.nextPoll = wire::inMs(times_.pollMs);
    const auto state = dialogue_->askState(times_.answerMs);
    if (!state) {
        lost(state.error());
        return false;
    }
    if (!*state) return true; // busy, perhaps; the deadline goes on
    thread_.setState(**state);
    if (!canPrint((*state)->condition))
        waiting.deadline =
            std::max(waiting.deadline, std::min(waiting.faultEnd, wire::inMs(waiting.printMs)));
    return true;
}

// A job that was given up as doubtful may still come to its end, after a refill.
void EscposPrinter::hearLateReceipts() {
    while (dialogue_) {
        const auto event = dialogue_->next(wire::inMs(0));
        if (!event || !*event) return;
        if ((*event)->kind == StatusEvent::Kind::Receipt && (*event)->text == doubtfulId_)
            stump_ = false;
    }
}

Outcome EscposPrinter::doubtful(const std::string& id) {
    stump_ = true;
    doubtfulId_ = id;
    return PrintOutcome::Doubtful;
}

int EscposPrinter::printMs(const EscposJob& job) const {
    const long long bits = static_cast<long long>(job.bytes.size()) * kBitsPerByte;
    const long long lineMs = profile_.baud > 0 ? bits * 1000 / profile_.baud : 0;
    return static_cast<int>(lineMs) + job.rows * 1000 / kRowsPerSecond + times_.graceMs;
}

// Keeps the connection proven alive and the state fresh. A mute printer is asked once, when it is
// opened: what it does not understand it might print.
void EscposPrinter::heartbeat() {
    if (dialogue_ && !answers_) return;
    (void)openAndAsk(); // the state says how it went
}

core::Error EscposPrinter::lost(const core::Error& why) {
    dialogue_.reset();
    PrinterState state{PrinterCondition::Offline,
                       "Check that the printer is switched on and its cable is in (" + why.detail +
                           ")."};
    thread_.setState(state);
    return errorOf(state);
}

} // namespace menzhen::printer
