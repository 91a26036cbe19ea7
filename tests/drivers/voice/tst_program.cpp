// SPDX-License-Identifier: Apache-2.0
#include "drivers/voice/program.h"

#include <gmock/gmock.h>

using namespace menzhen;
using namespace menzhen::voice;

namespace {

core::Result<core::Bytes> shell(const std::string& script, core::Bytes input = {},
                                int deadlineMs = 20000) {
    ProgramRun run;
    run.arguments = {"/bin/sh", "-c", script};
    run.input = std::move(input);
    run.deadlineMs = deadlineMs;
    return runProgram(run);
}

} // namespace

TEST(Program, FeedsAndDrains) {
    const core::Bytes big(3'000'000, 'x'); // more than any buffer between us
    EXPECT_EQ(*shell("cat", big), big);
    EXPECT_TRUE(shell("exec true")->empty());
}

TEST(Program, AProgramThatReadsNothingIsNoSignal) {
    EXPECT_TRUE(shell("exec true", core::Bytes(3'000'000, 'x')));
}

TEST(Program, FailuresHaveNames) {
    EXPECT_EQ(shell("exit 3").error().detail, "/bin/sh: exit code 3");
    EXPECT_EQ(shell("kill -9 $$").error().detail, "/bin/sh: ended by a signal");
    EXPECT_EQ(shell("exec sleep 600", {}, 50).error().code, "program-late");
    EXPECT_EQ(shell("exec >&-; exec sleep 600", {}, 50).error().code, "program-failed")
        << "one that closes its output and stays is ended too";
    EXPECT_EQ(shell("exec cat /dev/zero").error().code, "program-output");
    ProgramRun run;
    run.arguments = {"/nonexistent"};
    EXPECT_EQ(runProgram(run).error().code, "program-start");
}

TEST(Program, CanBeCancelled) {
    const std::atomic<bool> cancelled{true};
    ProgramRun run;
    run.arguments = {"/bin/sleep", "600"};
    run.deadlineMs = 600000;
    run.cancelled = &cancelled;
    EXPECT_EQ(runProgram(run).error().code, "program-cancelled");
}

TEST(Program, IsFoundInPath) {
    EXPECT_TRUE(findProgram("sh"));
    EXPECT_TRUE(findProgram("/bin/sh"));
    EXPECT_FALSE(findProgram("no-such-program-here"));
    EXPECT_FALSE(findProgram("/etc/passwd")) << "not executable";
    EXPECT_FALSE(findProgram("/bin")) << "a folder";
}
