// SPDX-License-Identifier: Apache-2.0
// Crockford's base 32: texts that a person reads from one screen and types on another. No I, L, O
// and U; lower case, O for 0 and I or L for 1 are forgiven. The last character of a code is the
// Luhn mod 32 check of those before it.
#pragma once

#include "app/core/bytes.h"

#include <string>
#include <string_view>

namespace menzhen::core {

/// The first 5 * `characters` bits of `bits`, which holds at least as many.
std::string crockford(ByteView bits, std::size_t characters);

/// Luhn mod 32 of characters of the alphabet: finds every single wrong one and nearly every swap
/// of neighbours.
char crockfordCheck(std::string_view characters);

/// What somebody typed, in the alphabet's own characters; spaces and dashes are left out. Nothing
/// when a character is none of the alphabet.
std::optional<std::string> readCrockford(std::string_view typed);

/// Groups of `size` characters with dashes between them.
std::string inGroups(std::string_view characters, std::size_t size);

} // namespace menzhen::core
