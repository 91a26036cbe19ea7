// SPDX-License-Identifier: Apache-2.0
#include "drivers/scanner/scanworker.h"

#include "drivers/scanner/scannerfactory.h"
#include "tests/drivers/scanner/flowthread.h"
#include "tests/drivers/scanner/qrdrawing.h"

#include <atomic>
#include <cerrno>
#include <gmock/gmock.h>

namespace menzhen::scanner {
namespace {

using ports::ScannerState;
using testing::ElementsAre;

TEST(ScanWorker, TellsNothingAfterStop) {
    const TempFolder folder;
    FlowThread flow;
    Told told;
    folder.put("held.png", pngOf(drawQr("held")));
    auto made = makeScanner("frames://" + folder.path.string(), flow.post());
    ASSERT_TRUE(made);
    std::atomic<bool> seen = false;
    auto listener = told.listener();
    listener.onPreview = [&](const auto&) { seen = true; };
    (*made)->start(listener);
    // The scan is posted, but the flow thread stops the scanner before it comes to it.
    while (std::filesystem::exists(folder / "held.png"))
        std::this_thread::yield();
    (*made)->stop();
    flow.runFor(50);
    EXPECT_TRUE(seen);
    EXPECT_THAT(told.texts, ElementsAre());
    EXPECT_THAT(told.states, ElementsAre());
}

TEST(ScanWorker, CanBeStartedAgain) {
    const TempFolder folder;
    FlowThread flow;
    Told told;
    auto made = makeScanner("frames://" + folder.path.string(), flow.post());
    ASSERT_TRUE(made);
    for (int i = 0; i < 2; ++i) {
        folder.put("held.png", pngOf(drawQr("held")));
        (*made)->start(told.listener());
        EXPECT_TRUE(
            flow.runUntil([&] { return told.texts.size() == static_cast<std::size_t>(i) + 1; }));
        (*made)->stop();
    }
}

TEST(ScanWorker, PreviewsAreSmallAndKeepTheirShape) {
    const TempFolder folder;
    FlowThread flow;
    std::mutex mutex;
    std::shared_ptr<const ports::PreviewFrame> last;
    GreyImage sheet(1200, 600, 77);
    folder.put("held.pgm", pgmOf(sheet));
    auto made = makeScanner("frames://" + folder.path.string(), flow.post());
    ASSERT_TRUE(made);
    (*made)->start({{}, {}, [&](auto frame) {
                        const std::scoped_lock lock(mutex);
                        last = std::move(frame);
                    }});
    EXPECT_TRUE(flow.runUntil([&] {
        const std::scoped_lock lock(mutex);
        return last != nullptr && last->width == 480 && last->height == 240;
    }));
    (*made)->stop();
    EXPECT_EQ(last->grey.size(), static_cast<std::size_t>(last->width * last->height));
}

TEST(ScanWorker, FaultsSayWhatToRepair) {
    EXPECT_EQ(
        faultOf(ENODEV, "The camera /dev/video0"),
        (ports::ScannerStatus{ScannerState::Missing, "The camera /dev/video0 is not there."}));
    EXPECT_EQ(faultOf(EBUSY, "X").state, ScannerState::Denied);
    EXPECT_EQ(faultOf(EACCES, "X").state, ScannerState::Denied);
    EXPECT_EQ(faultOf(EIO, "X").state, ScannerState::Faulty);
}

TEST(ScanWorker, AMissingCameraAndAFileThatIsNoneAreStates) {
    const TempFolder folder;
    folder.put("file", "x");
    for (const auto& [path, state] : {std::pair{folder / "nothing", ScannerState::Missing},
                                      std::pair{folder / "file", ScannerState::Faulty}})
        for (const char* kind : {"camera", "evdev", "serial"}) {
            FlowThread flow;
            Told told;
            auto made = makeScanner(std::string(kind) + "://" + path.string(), flow.post());
            ASSERT_TRUE(made);
            (*made)->start(told.listener());
            EXPECT_TRUE(flow.runUntil([&] { return told.states.size() == 2; }));
            EXPECT_EQ(told.states.back(), state) << kind << " " << (*made)->status().detail;
        }
}

TEST(ScannerUrl, SaysWhatIsWrong) {
    const auto why = [](const std::string& url) {
        const auto parsed = parseScannerUrl(url);
        return parsed ? "" : parsed.error().detail;
    };
    EXPECT_EQ(why("/dev/video0"), "The scanner '/dev/video0' is not of the form KIND:///PATH.");
    EXPECT_EQ(why("webcam:///dev/video0"), "The scanner 'webcam:///dev/video0' is of no known "
                                           "kind: camera, frames, serial and evdev are.");
    EXPECT_EQ(why("frames://relative"), "The scanner 'frames://relative' needs a whole path after "
                                        "://, such as frames:///dev/....");
    EXPECT_EQ(why("camera:///dev/video0?baud=9600"),
              "The scanner 'camera:///dev/video0?baud=9600' takes nothing after '?'.");
    for (const char* query : {"baud=", "baud=1", "baud=9600x", "speed=9600", ""})
        EXPECT_NE(why("serial:///dev/ttyACM0?" + std::string(query)).find("takes only baud="),
                  std::string::npos)
            << query;
    EXPECT_NE(why("frames:///a%2").find("%"), std::string::npos);
    EXPECT_EQ(parseScannerUrl("frames:///a%20b/%E9")->path, "/a b/\xE9");
    EXPECT_EQ(parseScannerUrl("serial:///dev/ttyS0")->baud, 9600);
    EXPECT_EQ(parseScannerUrl("serial:///dev/ttyS0?baud=115200")->baud, 115200);
}

} // namespace
} // namespace menzhen::scanner
