// SPDX-License-Identifier: Apache-2.0
#include "app/boot/startup.h"
#include "tests/app/boot/scratch.h"

#include <gmock/gmock.h>

namespace menzhen::boot {

namespace {

class StartupTest : public testing::Test {
protected:
    Arguments arguments(const std::string& more, const std::string& clock = "") {
        Arguments words;
        words.program = "menzhen-kiosk";
        words.site = scratch_.write(
            "k1.toml",
            "site = \"HA\"\nrole = \"kiosk\"\nid = \"K1\"\ntimezone = \"Asia/Shanghai\"\n"
            "store = \"sqlite://" +
                (scratch_ / "store/k1.db") +
                "\"\nkeys = \"/k\"\nregistry = \"http://127.0.0.1:1\"\n" + more);
        words.clock = clock;
        return words;
    }

    static std::string code(const core::Result<Startup>& startup) {
        return startup ? "good" : startup.error().code;
    }

    Scratch scratch_;
};

} // namespace

TEST_F(StartupTest, LaysTheGround) {
    const auto startup = startUp(arguments("demo = true\n", "2026-11-23T07:50"), Role::Kiosk);
    ASSERT_TRUE(startup) << startup.error().detail;
    EXPECT_EQ(startup->site.id, "K1");
    EXPECT_EQ(startup->clock->now().day, 20261123);
    EXPECT_NEAR(startup->clock->now().minute, 470, 5);
    EXPECT_EQ(code(startUp(arguments(""), Role::Kiosk)), "store-in-use");
}

TEST_F(StartupTest, EachRefusal) {
    EXPECT_EQ(code(startUp(arguments(""), Role::Display)), "wrong-role");
    EXPECT_EQ(code(startUp(arguments("", "2026-11-23T07:50"), Role::Kiosk)), "clock-not-demo");
    EXPECT_EQ(code(startUp(arguments("demo = true\n", "soon"), Role::Kiosk)), "bad-clock");
    EXPECT_EQ(code(startUp(arguments("nonsense = 1\n"), Role::Kiosk)), "site-file");
    scratch_.write("store", "a file where the folder should be");
    EXPECT_EQ(code(startUp(arguments(""), Role::Kiosk)), "store-folder");
}

TEST_F(StartupTest, SaysItOnStandardErrorAndEndsWithOne) {
    const auto startup = startUp(arguments("nonsense = 1\ndemo = 3\n"), Role::Kiosk);
    testing::internal::CaptureStderr();
    EXPECT_EQ(cannotStart("menzhen-kiosk", startup.error()), 1);
    const std::string path = scratch_ / "k1.toml";
    EXPECT_THAT(
        testing::internal::GetCapturedStderr(),
        testing::StartsWith("menzhen-kiosk cannot start:\n" + path + ":8: nonsense: is no key"));
}

} // namespace menzhen::boot
