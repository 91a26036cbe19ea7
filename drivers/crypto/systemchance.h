// SPDX-License-Identifier: Apache-2.0
// ports::Chance from the operating system's generator (getrandom). Thread: any.
#pragma once

#include "app/ports/chance.h"

namespace menzhen::crypto {

class SystemChance final : public ports::Chance {
public:
    void fill(std::span<std::uint8_t> bytes) override;
};

} // namespace menzhen::crypto
