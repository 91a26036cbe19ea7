// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/dialogue.h"

#include <deque>
#include <gmock/gmock.h>
#include <thread>

using namespace menzhen;
using namespace std::chrono_literals;
using ports::PrinterCondition;
using printer::Dialogue;

namespace {

constexpr int timeoutMs = 60;
constexpr std::uint8_t orderly = 0x12;
constexpr std::uint8_t nearEnd = 0x1E;

/// A printer whose roll ends soon; the answer to each question takes as long as `delays` says.
class SlowPrinter final : public wire::Pipe {
public:
    explicit SlowPrinter(std::deque<std::chrono::milliseconds> delays)
        : delays_(std::move(delays)) {}

    core::Result<std::size_t> write(core::ByteView bytes, wire::Deadline, std::size_t*) override {
        auto delay = 0ms;
        if (!delays_.empty()) {
            delay = delays_.front();
            delays_.pop_front();
        }
        auto ready = std::chrono::steady_clock::now() + delay;
        if (!answers_.empty()) ready = std::max(ready, answers_.back().first); // in order
        if (delay != never) answers_.emplace_back(ready, bytes[2] == 4 ? nearEnd : orderly);
        return bytes.size();
    }

    core::Result<std::size_t> read(std::span<std::uint8_t> into, wire::Deadline deadline) override {
        if (answers_.empty() || answers_.front().first > deadline) {
            std::this_thread::sleep_until(deadline);
            return std::size_t{0};
        }
        std::this_thread::sleep_until(answers_.front().first);
        into[0] = answers_.front().second;
        answers_.pop_front();
        return std::size_t{1};
    }

    static constexpr auto never = std::chrono::milliseconds(-1);

private:
    std::deque<std::chrono::milliseconds> delays_;
    std::deque<std::pair<wire::Deadline, std::uint8_t>> answers_;
};

PrinterCondition conditionOf(const core::Result<std::optional<ports::PrinterState>>& state) {
    EXPECT_TRUE(state.has_value() && state->has_value());
    return state && *state ? (*state)->condition : PrinterCondition::Unknown;
}

} // namespace

// The answer to the third question of the first round arrives in the middle of the second round.
TEST(Dialogue, aLateAnswerIsNotTakenForThatToTheNextQuestion) {
    for (const auto late : {70ms, 90ms, 130ms}) {
        Dialogue dialogue(std::make_unique<SlowPrinter>(
            std::deque<std::chrono::milliseconds>{0ms, 0ms, late, 20ms, 20ms, 20ms}));
        const auto first = dialogue.askState(timeoutMs);
        ASSERT_TRUE(first.has_value());
        EXPECT_FALSE(first->has_value()); // not told in time, which is no condition
        auto second = dialogue.askState(timeoutMs);
        if (second && !*second) second = dialogue.askState(timeoutMs);
        EXPECT_EQ(conditionOf(second), PrinterCondition::PaperLow) << late.count();
    }
}

TEST(Dialogue, anAnswerThatNeverComesIsForgotten) {
    Dialogue dialogue(
        std::make_unique<SlowPrinter>(std::deque<std::chrono::milliseconds>{SlowPrinter::never}));
    EXPECT_FALSE(dialogue.askState(timeoutMs)->has_value());
    const auto patience =
        std::chrono::steady_clock::now() + 2 * std::chrono::milliseconds(printer::maxAnswerDelayMs);
    auto state = dialogue.askState(timeoutMs);
    while (!*state && std::chrono::steady_clock::now() < patience)
        state = dialogue.askState(timeoutMs);
    EXPECT_EQ(conditionOf(state), PrinterCondition::PaperLow);
}
