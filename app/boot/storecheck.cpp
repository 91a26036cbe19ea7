// SPDX-License-Identifier: Apache-2.0
#include "app/boot/storecheck.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <system_error>
#include <unistd.h>

namespace menzhen::boot {

namespace {

namespace fs = std::filesystem;

auto broken(const char* code, const std::string& what) {
    return core::fail(core::ErrorKind::Device, code, what);
}

std::string megabytes(std::int64_t bytes) {
    return std::to_string(bytes / (1024 * 1024)) + " MB";
}

/// What the kernel said, as something to do.
core::Result<void> explain(const std::string& path, int error) {
    switch (error) {
    case EROFS:
        return broken("store-read-only",
                      path + ": lies on a disk that is mounted read-only; mount it writable (after "
                             "a fault: check the disk first) or move `store`");
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return broken("store-full", path + ": the disk or its quota is full; free some space there "
                                           "or move `store` to another disk");
    default:
        return broken("store-not-writable",
                      path + ": cannot be written (" + std::strerror(error) +
                          "); give the folder and its files to the user who runs this program");
    }
}

core::Result<void> makeFolder(const fs::path& folder) {
    std::error_code error;
    if (fs::is_directory(folder, error)) return {};
    if (fs::exists(folder, error))
        return broken("store-folder", folder.string() + ": is a file, not a folder; move `store`");
    const mode_t before = ::umask(0077);
    fs::create_directories(folder, error);
    ::umask(before);
    if (!error) return {};
    if (error.value() == EROFS || error.value() == ENOSPC || error.value() == EDQUOT)
        return explain(folder.string(), error.value());
    return broken("store-folder", folder.string() + ": cannot be made (" + error.message() +
                                      "); make it and give it to the user who runs this program");
}

/// Writes, syncs and removes a small file beside the store. The answer is errno, 0 when all is
/// well.
int tryWriting(const fs::path& folder) {
    std::string path = (folder / ".menzhen-probe-XXXXXX").string();
    const int file = ::mkostemp(path.data(), O_CLOEXEC);
    if (file < 0) return errno;
    const std::array<char, 4096> page{};
    const ssize_t count = ::write(file, page.data(), page.size());
    int error = count < 0 ? errno : 0;
    if (count >= 0 && count < static_cast<ssize_t>(page.size())) error = ENOSPC;
    if (!error && ::fsync(file) != 0) error = errno;
    ::close(file);
    ::unlink(path.c_str());
    return error;
}

/// An existing database file must be a file that we may write.
core::Result<void> checkFile(const std::string& store) {
    struct stat status {};

    if (::lstat(store.c_str(), &status) != 0) return {};
    if (!S_ISREG(status.st_mode) && !S_ISLNK(status.st_mode))
        return broken("store-not-writable", store + ": is not a file; correct `store`");
    const int file = ::open(store.c_str(), O_RDWR | O_CLOEXEC);
    if (file < 0) return explain(store, errno);
    ::close(file);
    return {};
}

} // namespace

core::Result<void> checkStore(const std::string& store, std::int64_t leastFreeBytes) {
    const fs::path folder = fs::path(store).parent_path();
    if (auto made = makeFolder(folder); !made) return made;
    if (const int error = tryWriting(folder); error != 0) return explain(folder.string(), error);
    if (auto file = checkFile(store); !file) return file;

    struct statvfs room {};

    if (::statvfs(folder.c_str(), &room) != 0) return explain(folder.string(), errno);
    const auto free =
        static_cast<std::int64_t>(room.f_bavail) * static_cast<std::int64_t>(room.f_frsize);
    if (free < leastFreeBytes)
        return broken("store-full", folder.string() + ": has " + megabytes(free) +
                                        " left and needs " + megabytes(leastFreeBytes) +
                                        "; free some space there or move `store` to another disk");
    return {};
}

} // namespace menzhen::boot
