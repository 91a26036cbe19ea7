// SPDX-License-Identifier: Apache-2.0
#include "drivers/scanner/frameformat.h"

#include "tests/drivers/scanner/qrdrawing.h"

#include <gmock/gmock.h>

namespace menzhen::scanner {
namespace {

using testing::ElementsAre;

TEST(FrameFormat, TakesTheBrightnessOfYuyv) {
    const core::Bytes bytes{10, 128, 20, 129, 30, 130, 40, 131};
    const auto picture = greyFromFrame({PixelFormat::Yuyv, 2, 2, 0}, bytes);
    ASSERT_TRUE(picture);
    EXPECT_THAT(picture->pixels, ElementsAre(10, 20, 30, 40));
}

TEST(FrameFormat, SkipsTheGapAfterEachLine) {
    const core::Bytes bytes{1, 2, 99, 99, 3, 4};
    const auto picture = greyFromFrame({PixelFormat::Grey, 2, 2, 4}, bytes);
    ASSERT_TRUE(picture);
    EXPECT_THAT(picture->pixels, ElementsAre(1, 2, 3, 4));
}

TEST(FrameFormat, ReadsAJpegFrameAndWhatIsLeftOfACutOne) {
    const std::string jpeg = jpegOf(GreyImage(64, 32, 200));
    const auto whole = greyFromFrame({PixelFormat::Mjpeg, 64, 32, 0}, core::asBytes(jpeg));
    ASSERT_TRUE(whole);
    EXPECT_EQ(whole->width, 64);
    EXPECT_NEAR(whole->pixels.front(), 200, 2);
    EXPECT_TRUE(greyFromFrame({PixelFormat::Mjpeg, 64, 32, 0},
                              core::asBytes(jpeg.substr(0, jpeg.size() - 8))));
}

TEST(FrameFormat, RefusesShortFrames) {
    const core::Bytes bytes(7);
    for (const FrameFormat& format :
         {FrameFormat{PixelFormat::Grey, 4, 2, 0}, FrameFormat{PixelFormat::Yuyv, 2, 2, 0},
          FrameFormat{PixelFormat::Grey, 4, 1, 3}, FrameFormat{PixelFormat::Grey, 0, 0, 0}}) {
        const auto picture = greyFromFrame(format, bytes);
        ASSERT_FALSE(picture);
        EXPECT_EQ(picture.error().code, "frame-short");
    }
    EXPECT_FALSE(greyFromFrame({PixelFormat::Mjpeg, 2, 2, 0}, bytes));
}

} // namespace
} // namespace menzhen::scanner
