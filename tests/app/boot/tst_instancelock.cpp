// SPDX-License-Identifier: Apache-2.0
#include "app/boot/instancelock.h"
#include "tests/app/boot/scratch.h"

#include <csignal>
#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

namespace menzhen::boot {

using testing::HasSubstr;

TEST(InstanceLock, SecondIsToldWhoHasIt) {
    const Scratch scratch;
    const auto first = InstanceLock::take(scratch / "s.db", "menzhen-kiosk");
    ASSERT_TRUE(first) << first.error().detail;
    const auto second = InstanceLock::take(scratch / "s.db", "menzhen-counter");
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().kind, core::ErrorKind::Busy);
    EXPECT_EQ(second.error().code, "store-in-use");
    EXPECT_THAT(second.error().detail,
                HasSubstr((scratch / "s.db") + ": is in use by menzhen-kiosk (process " +
                          std::to_string(::getpid()) + ")"));
    EXPECT_TRUE(InstanceLock::take(scratch / "other.db", "menzhen-counter"));
}

TEST(InstanceLock, EndsWithItsHolderHoweverThatEnds) {
    const Scratch scratch;
    int ready[2];
    ASSERT_EQ(::pipe(ready), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const auto lock = InstanceLock::take(scratch / "s.db", "menzhen-kiosk");
        const char answer = lock ? 'y' : 'n';
        (void)!::write(ready[1], &answer, 1);
        for (;;)
            ::pause();
    }
    char answer = 0;
    ASSERT_EQ(::read(ready[0], &answer, 1), 1);
    EXPECT_EQ(answer, 'y');
    const auto second = InstanceLock::take(scratch / "s.db", "menzhen-kiosk");
    ASSERT_FALSE(second);
    EXPECT_THAT(second.error().detail, HasSubstr("process " + std::to_string(child)));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    EXPECT_TRUE(InstanceLock::take(scratch / "s.db", "menzhen-kiosk"));
    ::close(ready[0]);
    ::close(ready[1]);
}

TEST(InstanceLock, MovesAndIsGivenBack) {
    const Scratch scratch;
    {
        auto first = InstanceLock::take(scratch / "s.db", "menzhen-kiosk");
        ASSERT_TRUE(first);
        const InstanceLock moved = std::move(*first);
        EXPECT_FALSE(InstanceLock::take(scratch / "s.db", "menzhen-kiosk"));
    }
    EXPECT_TRUE(InstanceLock::take(scratch / "s.db", "menzhen-kiosk"));
}

TEST(InstanceLock, WordsOfAStrangerAreNotRepeated) {
    const Scratch scratch;
    const auto first = InstanceLock::take(scratch / "s.db", "menzhen-kiosk");
    ASSERT_TRUE(first);
    for (const char* words : {"", "12", "x y", "12 \x1b[2J\n", "12 Name\n"}) {
        scratch.write("s.db.lock", words);
        const auto second = InstanceLock::take(scratch / "s.db", "menzhen-kiosk");
        ASSERT_FALSE(second);
        EXPECT_THAT(second.error().detail, HasSubstr("is in use by another program;")) << words;
    }
}

TEST(InstanceLock, CannotBeMade) {
    const Scratch scratch;
    const auto none = InstanceLock::take(scratch / "no/folder/s.db", "menzhen-kiosk");
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, "store-lock");
    // A link planted in its place is not followed.
    ASSERT_EQ(::symlink("/dev/null", (scratch / "s.db.lock").c_str()), 0);
    EXPECT_EQ(InstanceLock::take(scratch / "s.db", "menzhen-kiosk").error().code, "store-lock");
}

} // namespace menzhen::boot
