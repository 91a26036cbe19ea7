// SPDX-License-Identifier: Apache-2.0
// The bytes of a character in a Chinese printer: GBK's one- and two-byte part, nothing else. The
// four-byte part of GB18030 comes out as garbage on nearly all of them.
#pragma once

#include <optional>
#include <string>

namespace menzhen::printer {

/// ASCII as it is, two bytes for what GBK has (U+00A5, the yen sign, as U+FFE5: printers print
/// GB18030's four bytes for it as "0 6"), nothing for the rest: rare names need a picture.
std::optional<std::string> gbkOf(char32_t point);

/// One byte of windows-1252 for the Latin letters U+00C0..U+00FF; nothing for the rest.
std::optional<char> latinOf(char32_t point);

} // namespace menzhen::printer
