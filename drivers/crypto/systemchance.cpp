// SPDX-License-Identifier: Apache-2.0
#include "drivers/crypto/systemchance.h"

#include "app/core/check.h"

#include <cerrno>
#include <sys/random.h>

namespace menzhen::crypto {

void SystemChance::fill(std::span<std::uint8_t> bytes) {
    while (!bytes.empty()) {
        const ssize_t got = ::getrandom(bytes.data(), bytes.size(), 0);
        if (got < 0 && errno == EINTR) continue;
        MENZHEN_CHECK(got > 0, "the operating system gives no random bytes");
        bytes = bytes.subspan(static_cast<std::size_t>(got));
    }
}

} // namespace menzhen::crypto
