// SPDX-License-Identifier: Apache-2.0
// The promises of the port that do not depend on a device: once, on the flow thread, not after.
#include "drivers/printer/jobthread.h"

#include <condition_variable>
#include <deque>
#include <gmock/gmock.h>

using namespace menzhen;
using printer::JobThread;
using printer::Outcome;

namespace {

// A flow thread that the test drives.
class Flow {
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

    void runOne() {
        std::unique_lock lock(mutex_);
        arrived_.wait(lock, [this] { return !queue_.empty(); });
        auto work = std::move(queue_.front());
        queue_.pop_front();
        lock.unlock();
        work();
    }

private:
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<std::function<void()>> queue_;
};

std::string codeOf(const Outcome& outcome) {
    return outcome ? "ok" : outcome.error().code;
}

} // namespace

TEST(JobThread, answersOnceOnTheFlowThread) {
    Flow flow;
    JobThread thread(
        flow.post(),
        {[](const ports::PrintJob&) -> Outcome { return ports::PrintOutcome::Printed; }, {}, 0});
    int answers = 0;
    thread.print({"A001", 1, {}, false}, [&](Outcome outcome) {
        ++answers;
        EXPECT_TRUE(outcome);
    });
    EXPECT_EQ(answers, 0);
    flow.runOne();
    EXPECT_EQ(answers, 1);
}

TEST(JobThread, aSecondJobMeanwhileIsBusyAndTheFirstGoesOn) {
    Flow flow;
    JobThread thread(
        flow.post(),
        {[](const ports::PrintJob&) -> Outcome { return ports::PrintOutcome::Printed; }, {}, 0});
    std::vector<std::string> answers;
    thread.print({"A001", 1, {}, false}, [&](Outcome o) { answers.push_back("1 " + codeOf(o)); });
    thread.print({"A002", 2, {}, false}, [&](Outcome o) { answers.push_back("2 " + codeOf(o)); });
    flow.runOne();
    flow.runOne();
    EXPECT_THAT(answers, testing::UnorderedElementsAre("1 ok", "2 printer-busy"));
    // From the callback on, the next job may start.
    thread.print({"A003", 3, {}, false}, [&](Outcome o) { answers.push_back("3 " + codeOf(o)); });
    flow.runOne();
    EXPECT_EQ(answers.back(), "3 ok");
}

TEST(JobThread, whatIsStillPostedWhenThePrinterIsGoneDoesNothing) {
    Flow flow;
    bool called = false;
    {
        JobThread thread(flow.post(), {[](const ports::PrintJob&) -> Outcome {
                                           return ports::PrintOutcome::Printed;
                                       },
                                       {},
                                       0});
        thread.onState([&](ports::PrinterState) { called = true; });
        thread.setState({ports::PrinterCondition::PaperOut, "x"});
        thread.print({"A001", 1, {}, false}, [&](Outcome) { called = true; });
    }
    flow.runOne(); // the state
    EXPECT_FALSE(called);
}

TEST(JobThread, tellsAStateOnlyWhenItChanges) {
    Flow flow;
    JobThread thread(
        flow.post(),
        {[](const ports::PrintJob&) -> Outcome { return ports::PrintOutcome::Printed; }, {}, 0});
    int told = 0;
    thread.onState([&](ports::PrinterState) { ++told; });
    for (int i = 0; i < 3; ++i)
        thread.setState({ports::PrinterCondition::Ready, {}});
    thread.setState({ports::PrinterCondition::PaperLow, {}});
    flow.runOne();
    flow.runOne();
    EXPECT_EQ(told, 2);
    EXPECT_EQ(thread.state().condition, ports::PrinterCondition::PaperLow);
}
