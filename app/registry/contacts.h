// SPDX-License-Identifier: Apache-2.0
// When each device was last heard and how far its clock is off: kept in memory, written every few
// seconds. What a crash loses is heard again. Thread: any.
#pragma once

#include "db/store/enrolments.h"

#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace menzhen::registry {

inline constexpr std::int64_t contactEveryMs = 5'000; ///< a device's row is written no more often

class Contacts {
public:
    /// `deviceClockMs`: what the device said its clock reads ("" or no number: nothing).
    void heard(const std::string& site, const std::string& device, const std::string& deviceClockMs,
               std::int64_t nowMs);
    /// What was heard of a site's devices since the last call that gave something.
    std::vector<store::DeviceContact> take(const std::string& site, std::int64_t nowMs);

private:
    struct Site {
        std::int64_t takenAtMs = 0;
        std::map<std::string, store::DeviceContact> fresh;
    };

    std::mutex guard_;
    std::map<std::string, Site> sites_;
};

} // namespace menzhen::registry
