// SPDX-License-Identifier: Apache-2.0
// Keys of a call pad or a keyboard as they stand in a site file: "F13=next", "Ctrl+F9=bar".
#pragma once

#include "app/boot/sitevalues.h"
#include "app/ports/callkeys.h"

namespace menzhen::boot {

/// Of a call pad, which is the station's alone: any known key, no Ctrl, Alt, Shift or Meta.
Value<ports::CallKey> readPadKey(std::string_view text);

/// Of the doctor's keyboard. A key that types or moves (letters, digits, Enter, arrows) is refused
/// without Ctrl, Alt or Meta: taken alone, it would be dead in every other program.
Value<ports::CallKey> readHotKey(std::string_view text);

/// F13 to F17: next, repeat, missed, tests, finish (experience.md 2.3).
std::vector<ports::CallKey> usualPadKeys();

/// The name of a key that stands twice, or empty.
std::string keyTwice(const std::vector<ports::CallKey>& keys);

} // namespace menzhen::boot
