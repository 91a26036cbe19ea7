// SPDX-License-Identifier: Apache-2.0
// One program per store. The lock is the kernel's (flock) on STORE.lock, so it ends with the
// program however that ends: there is never a stale lock to remove. The file stays; it says who
// holds it.
#pragma once

#include "app/core/result.h"

#include <string>

namespace menzhen::boot {

class InstanceLock {
public:
    /// `store`: path of the database file, whose folder exists. `who`: the program's name, for the
    /// one who comes second. Errors: Busy "store-in-use" with the holder's name and process id;
    /// Device "store-lock" when the lock file cannot be made.
    static core::Result<InstanceLock> take(const std::string& store, const std::string& who);

    InstanceLock(InstanceLock&& other) noexcept;
    InstanceLock& operator=(InstanceLock&& other) noexcept;
    InstanceLock(const InstanceLock&) = delete;
    InstanceLock& operator=(const InstanceLock&) = delete;
    ~InstanceLock();

private:
    explicit InstanceLock(int file) : file_(file) {}

    int file_;
};

} // namespace menzhen::boot
