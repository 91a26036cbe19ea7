// SPDX-License-Identifier: Apache-2.0
// Hand scanners from the outside: a FIFO as the device, and a real terminal line (pty).
#include "drivers/scanner/linescanner.h"

#include "drivers/scanner/scannerfactory.h"
#include "tests/drivers/scanner/flowthread.h"
#include "tests/drivers/scanner/keyevents.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <linux/input.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

namespace menzhen::scanner {
namespace {

using ports::ScannerState;
using testing::ElementsAre;

void writeAll(int fd, core::ByteView bytes) {
    ASSERT_EQ(write(fd, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
}

TEST(LineScanner, ReadsKeysFromAPipe) {
    const TempFolder folder;
    const auto path = folder / "keys";
    ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
    FlowThread flow;
    Told told;
    auto made = makeScanner("evdev://" + path.string(), flow.post());
    ASSERT_TRUE(made);
    (*made)->start(told.listener());
    for (const std::string text : {"MZ1.One", "MZ1.Two"}) { // another writer each time
        const int fd = open(path.c_str(), O_WRONLY);
        writeAll(fd, typed(text) + stroke(KEY_ENTER));
        EXPECT_TRUE(
            flow.runUntil([&] { return !told.texts.empty() && told.texts.back() == text; }));
        close(fd);
    }
    EXPECT_THAT(told.texts, ElementsAre("MZ1.One", "MZ1.Two"));
    EXPECT_THAT(told.states, ElementsAre(ScannerState::Starting, ScannerState::Working));
}

TEST(LineScanner, ReadsATerminalLineRawAndSeesItGo) {
    const int line = posix_openpt(O_RDWR | O_NOCTTY);
    ASSERT_GE(line, 0);
    ASSERT_EQ(grantpt(line), 0);
    ASSERT_EQ(unlockpt(line), 0);
    FlowThread flow;
    Told told;
    auto made = makeScanner("serial://" + std::string(ptsname(line)) + "?baud=115200", flow.post());
    ASSERT_TRUE(made);
    (*made)->start(told.listener());
    ASSERT_TRUE(flow.runUntil([&] { return told.states.size() == 2; }));
    // Ctrl-C, Ctrl-D and the kill character would be swallowed by a line that is not raw.
    writeAll(line, core::asBytes("]Q1a\x03z\x04\x15\x1D"
                                 "b\r\n"));
    EXPECT_TRUE(flow.runUntil([&] { return told.texts.size() == 1; }));
    EXPECT_THAT(told.texts, ElementsAre("a\x03z\x04\x15\x1D"
                                        "b"));
    writeAll(line, core::asBytes("no end"));
    EXPECT_TRUE(flow.runUntil([&] { return told.texts.size() == 2; }));
    EXPECT_EQ(told.texts.back(), "no end");
    close(line);
    EXPECT_TRUE(flow.runUntil([&] { return told.states.size() == 3; }));
    EXPECT_EQ(told.states.back(), ScannerState::Missing);
}

TEST(LineScanner, TheSameCodeInViewIsOneScan) {
    const TempFolder folder;
    const auto path = folder / "line";
    ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
    FlowThread flow;
    Told told;
    auto made = makeScanner("serial://" + path.string(), flow.post());
    ASSERT_TRUE(made);
    (*made)->start(told.listener());
    const int fd = open(path.c_str(), O_WRONLY);
    writeAll(fd, core::asBytes("same\rsame\rother\rsame\rlast\r"));
    EXPECT_TRUE(flow.runUntil([&] { return told.texts.size() == 3; }));
    EXPECT_THAT(told.texts, ElementsAre("same", "other", "last"));
    close(fd);
}

} // namespace
} // namespace menzhen::scanner
