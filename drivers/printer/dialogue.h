// SPDX-License-Identifier: Apache-2.0
// Questions and answers with a printer over a pipe: real-time status, and what it says by itself.
// Thread: the driver's.
#pragma once

#include "app/ports/ticketprinter.h"
#include "drivers/printer/statusparser.h"
#include "drivers/wire/pipe.h"

#include <deque>
#include <memory>
#include <optional>

namespace menzhen::printer {

/// An answer bears no mark of its question: after one that did not come in time nothing is asked
/// until it came after all, or until the printer is taken to have dropped the question.
inline constexpr int maxAnswerDelayMs = 3000;

class Dialogue {
public:
    explicit Dialogue(std::unique_ptr<wire::Pipe> pipe) : pipe_(std::move(pipe)) {}

    /// The answer to DLE EOT n; nothing when it does not come in time, or when an older one is
    /// still awaited. Other events are kept.
    core::Result<std::optional<std::uint8_t>> ask(int n, int timeoutMs);

    /// The printer's condition by DLE EOT 1, 2 and 4; nothing when it does not answer.
    core::Result<std::optional<ports::PrinterState>> askState(int timeoutMs);

    /// The next event other than a real-time answer, from those kept or from the pipe.
    core::Result<std::optional<StatusEvent>> next(wire::Deadline deadline);

    wire::Pipe& pipe() { return *pipe_; }

private:
    core::Result<void> take(wire::Deadline deadline);

    std::unique_ptr<wire::Pipe> pipe_;
    StatusParser parser_;
    std::deque<StatusEvent> kept_;
    std::optional<std::uint8_t> realTime_;
    std::optional<wire::Deadline> owed_; ///< until when a late answer may come
};

/// What the three answers mean, worst first.
ports::PrinterState stateOf(std::uint8_t answer1, std::uint8_t answer2, std::uint8_t answer4);

/// Whether a job could be printed now.
bool canPrint(ports::PrinterCondition condition);

} // namespace menzhen::printer
