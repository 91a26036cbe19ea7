// SPDX-License-Identifier: Apache-2.0
// How often what happened, by reason, for /metrics: every refusal of the driver has its name here.
// The names are this room's own, never a platform's, so there are few. Thread: any.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace menzhen::payment {

class Counts {
public:
    void add(const std::string& name) {
        const std::lock_guard lock(mutex_);
        ++counts_[name];
    }

    std::map<std::string, std::uint64_t> read() const {
        const std::lock_guard lock(mutex_);
        return counts_;
    }

private:
    mutable std::mutex mutex_;
    std::map<std::string, std::uint64_t> counts_;
};

} // namespace menzhen::payment
