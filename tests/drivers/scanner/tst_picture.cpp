// SPDX-License-Identifier: Apache-2.0
#include "drivers/scanner/picture.h"

#include "drivers/scanner/decoder.h"
#include "tests/drivers/scanner/qrdrawing.h"

#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>

namespace menzhen::scanner {
namespace {

core::Result<GreyImage> decoded(const std::string& bytes) {
    return decodePictureBytes(core::asBytes(bytes));
}

std::string codeOf(const std::string& bytes) {
    const auto picture = decoded(bytes);
    return picture ? "" : picture.error().code;
}

GreyImage ramp() {
    GreyImage out(64, 48);
    for (int y = 0; y < out.height; ++y)
        for (int x = 0; x < out.width; ++x)
            out.row(y)[x] = static_cast<std::uint8_t>(x * 3 + y);
    return out;
}

TEST(Picture, PngAndPgmAreExact) {
    for (const auto& bytes : {pngOf(ramp()), pgmOf(ramp())}) {
        const auto picture = decoded(bytes);
        ASSERT_TRUE(picture) << picture.error().detail;
        EXPECT_EQ(picture->width, 64);
        EXPECT_EQ(picture->pixels, ramp().pixels);
    }
}

TEST(Picture, JpegIsNear) {
    const auto picture = decoded(jpegOf(ramp()));
    ASSERT_TRUE(picture) << picture.error().detail;
    ASSERT_EQ(picture->pixels.size(), ramp().pixels.size());
    for (std::size_t i = 0; i < picture->pixels.size(); ++i)
        ASSERT_NEAR(picture->pixels[i], ramp().pixels[i], 8);
}

TEST(Picture, PgmWithTextWideAndNarrowSamples) {
    EXPECT_EQ(decoded("P2\n2 1\n# white is 4\n4\n0 4\n")->pixels,
              (std::vector<std::uint8_t>{0, 255}));
    EXPECT_EQ(decoded(std::string("P5 2 1 65535\n\xFF\xFF\0\0", 17))->pixels,
              (std::vector<std::uint8_t>{255, 0}));
}

TEST(Picture, LargeJpegIsUnpackedSmaller) {
    const auto picture = decoded(jpegOf(GreyImage(4000, 3000, 90)));
    ASSERT_TRUE(picture) << picture.error().detail;
    EXPECT_EQ(picture->width, 2000);
    EXPECT_EQ(picture->height, 1500);
}

TEST(Picture, BadFilesSayWhatIsWrong) {
    EXPECT_EQ(codeOf(""), "picture-empty");
    EXPECT_EQ(codeOf("GIF89a and more"), "picture-unknown");
    EXPECT_EQ(codeOf("P5\n0 5\n255\n"), "picture-broken");
    EXPECT_EQ(codeOf("P5\n5 5\n255\nabc"), "picture-broken");
    EXPECT_EQ(codeOf("P2\n2 2\n255\n1 2 x"), "picture-broken");
    EXPECT_EQ(codeOf("P5\n99999999999999999999 5\n255\n"), "picture-broken");
    EXPECT_EQ(codeOf("P5\n1000000 1000000\n255\n"), "picture-too-large");
    EXPECT_EQ(codeOf("\xFF\xD8\xFF"
                     "no jpeg at all"),
              "picture-broken");
    const std::string png = pngOf(ramp());
    EXPECT_EQ(codeOf(png.substr(0, png.size() / 2)), "picture-broken");
    EXPECT_EQ(codeOf(png.substr(0, 9)), "picture-broken");
}

TEST(Picture, EveryCutOfAFileIsAnErrorOrAPicture) {
    for (const auto& whole : {pngOf(ramp()), pgmOf(ramp()), jpegOf(ramp())})
        for (std::size_t size = 0; size < whole.size(); ++size)
            (void)decoded(whole.substr(0, size)); // must come back
}

TEST(Picture, MissingFilesAndFoldersAreDeviceErrors) {
    const auto missing = loadPicture("/nowhere/at-all.png");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().kind, core::ErrorKind::Device);
    EXPECT_EQ(missing.error().code, "picture-missing");
    EXPECT_FALSE(loadPicture(std::filesystem::temp_directory_path()));
}

} // namespace
} // namespace menzhen::scanner
