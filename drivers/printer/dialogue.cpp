// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/dialogue.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace menzhen::printer {

using ports::PrinterCondition;
using ports::PrinterState;

namespace {

constexpr std::size_t kMaxKept = 64; // events nobody asked for; the oldest goes

} // namespace

core::Result<void> Dialogue::take(wire::Deadline deadline) {
    std::array<std::uint8_t, 256> buffer{};
    const auto count = pipe_->read(buffer, deadline);
    if (!count) return tl::unexpected<core::Error>(count.error());
    for (StatusEvent& event : parser_.feed({buffer.data(), *count})) {
        if (event.kind == StatusEvent::Kind::RealTime) {
            if (!owed_) realTime_ = event.bytes[0];
            owed_.reset();
            continue;
        }
        if (kept_.size() == kMaxKept) kept_.pop_front();
        kept_.push_back(std::move(event));
    }
    return {};
}

core::Result<std::optional<std::uint8_t>> Dialogue::ask(int n, int timeoutMs) {
    const auto deadline = wire::inMs(timeoutMs);
    // What still lies in the pipe answers an older question.
    if (const auto old = take(wire::inMs(0)); !old) return tl::unexpected<core::Error>(old.error());
    while (owed_ && std::chrono::steady_clock::now() < std::min(deadline, *owed_))
        if (const auto late = take(std::min(deadline, *owed_)); !late)
            return tl::unexpected<core::Error>(late.error());
    if (owed_ && std::chrono::steady_clock::now() < *owed_) return std::optional<std::uint8_t>{};
    owed_.reset();
    realTime_.reset();
    const std::array<std::uint8_t, 3> question{0x10, 0x04, static_cast<std::uint8_t>(n)};
    const auto written = pipe_->write(question, deadline, nullptr);
    if (!written) return tl::unexpected<core::Error>(written.error());
    while (!realTime_ && std::chrono::steady_clock::now() < deadline)
        if (const auto read = take(deadline); !read)
            return tl::unexpected<core::Error>(read.error());
    if (!realTime_) owed_ = wire::inMs(maxAnswerDelayMs);
    return realTime_;
}

core::Result<std::optional<PrinterState>> Dialogue::askState(int timeoutMs) {
    std::array<std::uint8_t, 3> answers{};
    constexpr std::array<int, 3> questions{1, 2, 4};
    for (std::size_t i = 0; i < questions.size(); ++i) {
        const auto answer = ask(questions[i], timeoutMs);
        if (!answer) return tl::unexpected<core::Error>(answer.error());
        if (!*answer) return std::optional<PrinterState>{};
        answers[i] = **answer;
    }
    return std::optional(stateOf(answers[0], answers[1], answers[2]));
}

core::Result<std::optional<StatusEvent>> Dialogue::next(wire::Deadline deadline) {
    while (kept_.empty()) {
        if (const auto read = take(deadline); !read)
            return tl::unexpected<core::Error>(read.error());
        if (kept_.empty() && std::chrono::steady_clock::now() >= deadline)
            return std::optional<StatusEvent>{};
    }
    std::optional<StatusEvent> event(std::move(kept_.front()));
    kept_.pop_front();
    return event;
}

PrinterState stateOf(std::uint8_t answer1, std::uint8_t answer2, std::uint8_t answer4) {
    if (answer2 & status::kCoverOpen)
        return {PrinterCondition::CoverOpen, "Close the printer's cover."};
    if ((answer2 & status::kPaperEndStop) || (answer4 & status::kPaperEnd))
        return {PrinterCondition::PaperOut, "Put a new paper roll into the printer."};
    if (answer2 & status::kErrorStop)
        return {
            PrinterCondition::Error,
            "Open the cover, look for jammed paper at the knife, switch the printer off and on."};
    if (answer1 & status::kOffline)
        return {PrinterCondition::Offline,
                "The printer is switched to offline: wait until it stops feeding, or switch it off "
                "and on."};
    if (answer4 & status::kPaperNearEnd)
        return {PrinterCondition::PaperLow, "The paper roll ends soon: have a new one at hand."};
    return {PrinterCondition::Ready, {}};
}

bool canPrint(PrinterCondition condition) {
    return condition == PrinterCondition::Ready || condition == PrinterCondition::PaperLow;
}

} // namespace menzhen::printer
