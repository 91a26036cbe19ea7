// SPDX-License-Identifier: Apache-2.0
// The strict part of CBOR that signed codes use (security.md 1; RFC 8949, deterministic encoding
// of its section 4.2.1). The reader understands all well-formed CBOR, so that it can name what
// is wrong with it; only an item without a fault is to be used.
#pragma once

#include "app/core/bytes.h"

namespace menzhen::core {

inline constexpr std::size_t cborMostBytes = 1024; ///< longer input is malformed (bounds recursion)
inline constexpr int cborMostDepth = 4;            ///< arrays, maps and tags inside each other

/// In order of precedence: of several faults the first in this list is reported.
enum class CborFault {
    Malformed,        ///< not well-formed, truncated, or text that is not UTF-8
    TrailingBytes,    ///< something stands after the item
    DuplicateKey,     ///< a map holds one key (by value) twice
    IndefiniteLength, ///< a string, array or map of indefinite length
    NonDeterministic, ///< longer heads, keys out of order, floats, tags but 18, too deep
};

struct CborItem {
    enum class Type { Unsigned, Negative, ByteString, Text, Array, Map, Tag, Simple, Float };

    Type type = Type::Unsigned;
    /// The number (Negative: -1 - argument), the tag's number or the simple value. A float's
    /// bits as binary64.
    std::uint64_t argument = 0;
    /// Content of a string; chunks of an indefinite one are joined.
    Bytes bytes;
    /// Elements; a map's keys and values in turn; a tag's content.
    std::vector<CborItem> items;

    bool is(Type wanted) const { return type == wanted; }

    bool isInteger() const { return type == Type::Unsigned || type == Type::Negative; }

    /// True for the whole number `value`.
    bool equals(std::int64_t value) const;

    std::string text() const { return {bytes.begin(), bytes.end()}; }
};

struct CborDocument {
    CborItem item;                  ///< only meaningful when `fault` is not Malformed
    std::optional<CborFault> fault; ///< the first in the order of CborFault
};

/// Reads one item that must fill `bytes`.
CborDocument readCbor(ByteView bytes);

/// Writes heads in their shortest form. The caller writes the announced number of items and a
/// map's keys in the bytewise order of their encodings.
class CborWriter {
public:
    CborWriter& integer(std::int64_t value);
    CborWriter& byteString(ByteView bytes);
    CborWriter& text(std::string_view utf8);
    CborWriter& array(std::size_t count);
    CborWriter& map(std::size_t pairs);
    CborWriter& tag(std::uint64_t number);

    const Bytes& bytes() const { return bytes_; }

private:
    void head(unsigned major, std::uint64_t argument);
    Bytes bytes_;
};

} // namespace menzhen::core
