// SPDX-License-Identifier: Apache-2.0
// Chance as a port, so that the simulator can replay it from a seed.
// Thread: any.
#pragma once

#include <cstdint>
#include <span>

namespace menzhen::ports {

class Chance {
public:
    virtual ~Chance() = default;
    /// Fills with unpredictable bytes (the real driver: the operating system's generator).
    virtual void fill(std::span<std::uint8_t> bytes) = 0;
};

} // namespace menzhen::ports
