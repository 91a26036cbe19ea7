// SPDX-License-Identifier: Apache-2.0
// Each broken place is tried in a child process of its own. Where the machine lets the child mount
// (as root or in a user namespace), full and read-only are a real small file system; a machine that
// does not is still shown a full one by a limit on file sizes and a forbidden one by permission
// bits.
#include "app/boot/storecheck.h"
#include "tests/app/boot/scratch.h"

#include <csignal>
#include <functional>
#include <gmock/gmock.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace menzhen::boot {

namespace {

using testing::HasSubstr;
using testing::StartsWith;

/// What checkStore says after `arrange` broke the child's world: "code detail", "good", or "cannot"
/// when `arrange` could not do it here.
std::string inChild(const std::function<bool()>& arrange, const std::string& store,
                    std::int64_t least = 1) {
    int answer[2];
    EXPECT_EQ(::pipe(answer), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        std::string said = "cannot";
        if (arrange()) {
            const auto checked = checkStore(store, least);
            said = checked ? "good" : checked.error().code + " " + checked.error().detail;
        }
        (void)!::write(answer[1], said.data(), said.size());
        ::_exit(0);
    }
    ::close(answer[1]);
    std::string said(4096, '\0');
    const ssize_t count = ::read(answer[0], said.data(), said.size());
    said.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    ::close(answer[0]);
    ::waitpid(child, nullptr, 0);
    return said;
}

bool mountSmall(const std::string& folder, unsigned long flags, const char* options) {
    if (::unshare(CLONE_NEWNS) != 0 && ::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
    ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
    return ::mount("tmpfs", folder.c_str(), "tmpfs", flags, options) == 0;
}

bool fill(const std::string& folder) {
    const int file = ::open((folder + "/ballast").c_str(), O_CREAT | O_WRONLY, 0600);
    const std::string page(4096, 'x');
    while (::write(file, page.data(), page.size()) > 0) {
    }
    ::close(file);
    return true;
}

} // namespace

TEST(StoreCheck, MakesTheFolderForItsOwnerAlone) {
    const Scratch scratch;
    ASSERT_TRUE(checkStore(scratch / "a/b/store.db"));

    struct stat status {};

    ASSERT_EQ(::stat((scratch / "a/b").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0700U);
    EXPECT_TRUE(std::filesystem::is_empty(scratch / "a/b"));
    scratch.write("a/b/store.db", "");
    EXPECT_TRUE(checkStore(scratch / "a/b/store.db"));
}

TEST(StoreCheck, AFileWhereAFolderShouldBe) {
    const Scratch scratch;
    scratch.write("file", "");
    const auto checked = checkStore(scratch / "file/store.db");
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().kind, core::ErrorKind::Device);
    EXPECT_EQ(checked.error().code, "store-folder");
    EXPECT_FALSE(checkStore(scratch / "file/below/store.db"));
}

TEST(StoreCheck, AFolderWhereTheStoreShouldBe) {
    const Scratch scratch;
    std::filesystem::create_directory(scratch / "store.db");
    EXPECT_EQ(checkStore(scratch / "store.db").error().code, "store-not-writable");
}

TEST(StoreCheck, TooLittleSpaceLeft) {
    const Scratch scratch;
    const auto checked = checkStore(scratch / "store.db", std::int64_t{1} << 60);
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().code, "store-full");
    EXPECT_THAT(checked.error().detail,
                HasSubstr(" MB left and needs 1099511627776 MB; free some space"));
}

TEST(StoreCheck, FullDisk) {
    const Scratch scratch;
    const std::string folder = scratch / "disk";
    std::filesystem::create_directory(folder);
    const auto limited = [] {
        // The kernel's answer to a file that may not grow: the same path as a quota or a full disk.
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit none{1000, 1000};
        return ::setrlimit(RLIMIT_FSIZE, &none) == 0;
    };
    EXPECT_THAT(inChild(limited, folder + "/store.db"), StartsWith("store-full " + folder + ": "));
    const auto full = [&folder] { return mountSmall(folder, 0, "size=64k") && fill(folder); };
    EXPECT_THAT(
        inChild(full, folder + "/store.db"),
        testing::AnyOf(StartsWith("store-full " + folder + ": the disk or its quota is full"),
                       "cannot"));
}

TEST(StoreCheck, SmallDisk) {
    const Scratch scratch;
    const std::string folder = scratch / "disk";
    std::filesystem::create_directory(folder);
    const auto small = [&folder] { return mountSmall(folder, 0, "size=1m"); };
    EXPECT_THAT(
        inChild(small, folder + "/store.db", minFreeBytes),
        testing::AnyOf(StartsWith("store-full " + folder + ": has 1 MB left and needs 64 MB"),
                       StartsWith("store-full " + folder + ": has 0 MB left and needs 64 MB"),
                       "cannot"));
}

TEST(StoreCheck, ReadOnlyDisk) {
    const Scratch scratch;
    const std::string folder = scratch / "disk";
    std::filesystem::create_directory(folder);
    const auto readOnly = [&folder] { return mountSmall(folder, MS_RDONLY, "size=1m"); };
    const testing::Matcher<std::string> told =
        testing::AnyOf(StartsWith("store-read-only " + folder), "cannot");
    EXPECT_THAT(inChild(readOnly, folder + "/store.db"), told);
    EXPECT_THAT(inChild(readOnly, folder + "/below/store.db"), told);
}

TEST(StoreCheck, FolderOfSomebodyElse) {
    const Scratch scratch;
    const std::string folder = scratch / "disk";
    std::filesystem::create_directory(folder);
    std::filesystem::permissions(
        folder, std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec |
                    std::filesystem::perms::others_exec | std::filesystem::perms::group_exec);
    std::filesystem::permissions(std::filesystem::path(folder).parent_path(),
                                 std::filesystem::perms(0755));
    // Root may write anywhere: become nobody first. Anybody else is kept out as the owner.
    const auto nobody = [] { return ::geteuid() != 0 || ::setresuid(65534, 65534, 65534) == 0; };
    EXPECT_THAT(inChild(nobody, folder + "/store.db"),
                StartsWith("store-not-writable " + folder + ": cannot be written"));
    EXPECT_THAT(inChild(nobody, folder + "/below/store.db"),
                StartsWith("store-folder " + folder + "/below: cannot be made"));
}

TEST(StoreCheck, StoreOfSomebodyElse) {
    const Scratch scratch;
    std::filesystem::permissions(std::filesystem::path(scratch / "x").parent_path(),
                                 std::filesystem::perms(0777));
    const std::string store = scratch.write("store.db", "");
    std::filesystem::permissions(store, std::filesystem::perms::owner_read);
    const auto nobody = [] { return ::geteuid() != 0 || ::setresuid(65534, 65534, 65534) == 0; };
    EXPECT_THAT(inChild(nobody, store),
                StartsWith("store-not-writable " + store + ": cannot be written"));
}

} // namespace menzhen::boot
