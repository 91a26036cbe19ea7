// SPDX-License-Identifier: Apache-2.0
// The characters of a ticket's texts and the columns that they take on paper.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace menzhen::core {

/// The characters without control characters. In a text that is not UTF-8 each byte above 7Fh
/// becomes U+FFFD: a ticket is printed all the same.
std::u32string codePoints(std::string_view utf8);
std::string utf8Of(std::u32string_view points);

/// Columns of a character, and of a text at scale 1: ASCII and the Latin letters of windows-1252
/// take one, every other character two.
int columnsOf(char32_t point);
int columnsOf(std::string_view utf8);

/// Lines of at most so many columns, broken at spaces where there are any, otherwise between
/// characters, as Chinese does. Beyond `mostLines` the last one ends with an ellipsis; 0: any
/// number.
std::vector<std::string> wrapText(std::string_view utf8, int columns, std::size_t mostLines);

} // namespace menzhen::core
