// SPDX-License-Identifier: Apache-2.0
// A typing scanner's struct input_event, as the kernel would give them.
#pragma once

#include "app/core/bytes.h"

#include <string>

namespace menzhen::scanner {

core::Bytes event(unsigned type, unsigned code, int value);
/// Pressed and released, with the kernel's SYN after each.
core::Bytes stroke(unsigned key);
/// Printable ASCII on a US keyboard, shift where it is needed.
core::Bytes typed(const std::string& text);
core::Bytes operator+(core::Bytes a, const core::Bytes& b);

} // namespace menzhen::scanner
