// SPDX-License-Identifier: Apache-2.0
// JSON that remembers the line of every value, so that a wrong value can be found by whoever wrote
// it. nlohmann's own tree forgets positions; this one is built from its event interface.
#pragma once

#include "app/core/result.h"
#include "app/ops/fileproblem.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace menzhen::ops {

/// Deeper files are refused: no file of ours needs it, and the tree is taken down recursively.
inline constexpr std::size_t maxJsonDepth = 32;
/// Members of one object; they are looked up one after the other.
inline constexpr std::size_t maxJsonMembers = 1000;

struct LocatedJson {
    enum class Kind { Null, Flag, Integer, Decimal, Text, List, Object };

    Kind kind = Kind::Null;
    int line = 0;
    bool flag = false;
    std::int64_t integer = 0; ///< Integer: a number without point or exponent that fits
    double decimal = 0;       ///< Decimal: every other number
    std::string text;
    std::vector<LocatedJson> items; ///< of a List, or the values of an Object
    std::vector<std::string> keys;  ///< of an Object, in file order: keys[i] names items[i]

    /// Null pointer when this is no object or has no such member.
    const LocatedJson* find(std::string_view key) const;
};

/// Reads UTF-8 text; a byte order mark is skipped. Problems: over `maxBytes`, not UTF-8, a syntax
/// error (with line and column), too deep, a key given twice in one object (all of those are
/// found).
tl::expected<LocatedJson, FileProblems> readLocatedJson(std::string_view text,
                                                        std::size_t maxBytes);

/// "a list", "a text" ... for messages.
std::string_view toText(LocatedJson::Kind kind);

} // namespace menzhen::ops
