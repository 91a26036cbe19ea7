// SPDX-License-Identifier: Apache-2.0
// Characters of codes and numbers, whatever the locale says.
#pragma once

namespace menzhen::core {

constexpr bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

} // namespace menzhen::core
