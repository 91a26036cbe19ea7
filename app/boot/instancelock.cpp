// SPDX-License-Identifier: Apache-2.0
#include "app/boot/instancelock.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace menzhen::boot {

namespace {

/// "123 menzhen-kiosk" as "menzhen-kiosk (process 123)"; what is in the file is not trusted.
std::string holder(int file) {
    std::array<char, 80> text{};
    const ssize_t count = ::pread(file, text.data(), text.size() - 1, 0);
    std::string words(text.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
    const std::size_t blank = words.find(' ');
    const bool good =
        blank != std::string::npos && blank > 0 && words.find_first_not_of("0123456789") == blank &&
        words.find_first_not_of("abcdefghijklmnopqrstuvwxyz-", blank + 1) == words.find('\n');
    if (!good) return "another program";
    return words.substr(blank + 1, words.find('\n') - blank - 1) + " (process " +
           words.substr(0, blank) + ")";
}

} // namespace

core::Result<InstanceLock> InstanceLock::take(const std::string& store, const std::string& who) {
    const std::string path = store + ".lock";
    const auto fail = [&path](int error) {
        return core::fail(core::ErrorKind::Device, "store-lock",
                          path + ": cannot be locked (" + std::strerror(error) +
                              "); check that its folder can be written by this user");
    };
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) return fail(errno);
    InstanceLock lock(file);
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) return fail(errno);
        return core::fail(core::ErrorKind::Busy, "store-in-use",
                          store + ": is in use by " + holder(file) +
                              "; stop that program first, or give this one a store of its own");
    }
    const std::string words = std::to_string(::getpid()) + " " + who + "\n";
    if (::ftruncate(file, 0) != 0 ||
        ::pwrite(file, words.data(), words.size(), 0) != static_cast<ssize_t>(words.size()))
        return fail(errno);
    return lock;
}

InstanceLock::InstanceLock(InstanceLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

InstanceLock& InstanceLock::operator=(InstanceLock&& other) noexcept {
    std::swap(file_, other.file_);
    return *this;
}

InstanceLock::~InstanceLock() {
    if (file_ >= 0) ::close(file_);
}

} // namespace menzhen::boot
