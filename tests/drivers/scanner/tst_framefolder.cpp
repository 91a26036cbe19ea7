// SPDX-License-Identifier: Apache-2.0
#include "drivers/scanner/framefolder.h"

#include "drivers/scanner/scannerfactory.h"
#include "tests/drivers/scanner/flowthread.h"
#include "tests/drivers/scanner/qrdrawing.h"

#include <fstream>
#include <gmock/gmock.h>

namespace menzhen::scanner {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::ElementsAre;

std::unique_ptr<ports::CodeScanner> camera(const TempFolder& folder, FlowThread& flow) {
    auto made = makeScanner("frames://" + folder.path.string(), flow.post());
    EXPECT_TRUE(made);
    return std::move(*made);
}

TEST(FrameFolder, ShowsPicturesOldestFirstAndPutsThemAway) {
    const TempFolder folder;
    FlowThread flow;
    Told told;
    folder.put("a.png", pngOf(drawQr("third")));
    folder.put("b.pgm", pgmOf(drawQr("first")));
    folder.put("c.jpg", jpegOf(drawQr("second")));
    const auto now = fs::file_time_type::clock::now();
    fs::last_write_time(folder / "b.pgm", now - 9s);
    fs::last_write_time(folder / "c.jpg", now - 8s);
    fs::last_write_time(folder / "a.png", now - 7s);
    const auto scanner = camera(folder, flow);
    scanner->start(told.listener());
    EXPECT_TRUE(flow.runUntil([&] { return fs::exists(folder / "done/a.png"); }));
    EXPECT_THAT(told.texts, ElementsAre("first", "second", "third"));
    EXPECT_TRUE(fs::exists(folder / "done/b.pgm"));
    EXPECT_FALSE(fs::exists(folder / "b.pgm"));
    EXPECT_THAT(told.states,
                ElementsAre(ports::ScannerState::Starting, ports::ScannerState::Working));
}

TEST(FrameFolder, LeavesDotFilesAndOtherFilesAlone) {
    const TempFolder folder;
    FlowThread flow;
    Told told;
    std::ofstream(folder / ".hidden.png") << pngOf(drawQr("half written"));
    folder.put("note.txt", "no picture");
    fs::create_directory(folder / "folder.png");
    folder.put("seen.png", pngOf(drawQr("seen")));
    const auto scanner = camera(folder, flow);
    scanner->start(told.listener());
    EXPECT_TRUE(flow.runUntil([&] { return fs::exists(folder / "done/seen.png"); }));
    EXPECT_THAT(told.texts, ElementsAre("seen"));
    EXPECT_TRUE(fs::exists(folder / ".hidden.png"));
    EXPECT_TRUE(fs::exists(folder / "note.txt"));
    EXPECT_TRUE(fs::exists(folder / "folder.png"));
}

TEST(FrameFolder, WhatIsNoPictureIsPutAwayAndTheNextIsShown) {
    const TempFolder folder;
    FlowThread flow;
    Told told;
    folder.put("broken.png", "this is no picture");
    fs::last_write_time(folder / "broken.png", fs::file_time_type::clock::now() - 60s);
    folder.put("good.png", pngOf(drawQr("good")));
    const auto scanner = camera(folder, flow);
    scanner->start(told.listener());
    EXPECT_TRUE(flow.runUntil([&] { return fs::exists(folder / "done/good.png"); }));
    EXPECT_THAT(told.texts, ElementsAre("good"));
    EXPECT_TRUE(fs::exists(folder / "done/broken.png"));
}

TEST(FrameFolder, APictureOfTheSameNameReplacesTheOneThatIsDone) {
    const TempFolder folder;
    FlowThread flow;
    Told told;
    const auto scanner = camera(folder, flow);
    scanner->start(told.listener());
    for (const char* text : {"morning", "noon"}) {
        folder.put("held.png", pngOf(drawQr(text)));
        EXPECT_TRUE(flow.runUntil([&] { return !fs::exists(folder / "held.png"); }));
    }
    EXPECT_TRUE(flow.runUntil([&] { return told.texts.size() == 2; }));
    EXPECT_THAT(told.texts, ElementsAre("morning", "noon"));
}

TEST(FrameFolder, IsGreyWhenEmpty) {
    const TempFolder folder;
    FrameFolder source(folder.path);
    ASSERT_FALSE(source.open());
    const NextFrame next = source.next(100);
    ASSERT_TRUE(next.frame);
    EXPECT_THAT(next.frame->pixels, testing::Each(testing::Eq(128)));
}

TEST(FrameFolder, IsAMissingCameraUntilTheFolderIsThere) {
    const TempFolder folder;
    FlowThread flow;
    Told told;
    auto made = makeScanner("frames://" + (folder / "later").string(), flow.post());
    ASSERT_TRUE(made);
    (*made)->start(told.listener());
    EXPECT_TRUE(flow.runUntil([&] { return told.states.size() == 2; }));
    EXPECT_EQ(told.states.back(), ports::ScannerState::Missing);
    EXPECT_NE((*made)->status().detail.find("later is not there"), std::string::npos);
    fs::create_directory(folder / "later");
    EXPECT_TRUE(flow.runUntil([&] { return told.states.size() == 3; }));
    EXPECT_EQ(told.states.back(), ports::ScannerState::Working);
    (*made)->stop();
    EXPECT_EQ((*made)->status().state, ports::ScannerState::Stopped);
}

} // namespace
} // namespace menzhen::scanner
