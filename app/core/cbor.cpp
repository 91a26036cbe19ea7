// SPDX-License-Identifier: Apache-2.0
#include "app/core/cbor.h"

#include "app/core/utf8.h"

#include <algorithm>
#include <bit>
#include <set>

namespace menzhen::core {

namespace {

using Type = CborItem::Type;

constexpr std::uint64_t coseSign1Tag = 18;
constexpr unsigned indefiniteInfo = 31;

std::uint64_t doubleBits(double value) {
    return std::bit_cast<std::uint64_t>(value);
}

/// IEEE 754 binary16 to the bits of the same number as binary64.
std::uint64_t fromHalf(std::uint64_t half) {
    const std::uint64_t sign = (half & 0x8000) << 48;
    const std::uint64_t exponent = half >> 10 & 0x1f;
    const std::uint64_t fraction = half & 0x3ff;
    if (exponent == 0x1f) return sign | 0x7ff0000000000000 | fraction << 42;
    if (exponent == 0) return sign | doubleBits(static_cast<double>(fraction) / 16777216.0);
    return sign | (exponent + 1008) << 52 | fraction << 42;
}

std::uint64_t fromSingle(std::uint64_t single) {
    return doubleBits(std::bit_cast<float>(static_cast<std::uint32_t>(single)));
}

/// One form for equal values, so that a key written in two ways is still found twice.
void writeCanonical(const CborItem& item, std::string& out) {
    out += static_cast<char>(item.type);
    const std::uint64_t size = item.bytes.size() + item.items.size();
    for (const std::uint64_t number : {item.argument, size})
        for (int shift = 56; shift >= 0; shift -= 8)
            out += static_cast<char>(number >> shift & 0xff);
    out.append(item.bytes.begin(), item.bytes.end());
    if (item.type != Type::Map) {
        for (const CborItem& child : item.items)
            writeCanonical(child, out);
        return;
    }
    std::multiset<std::string> pairs; // the order of a map's pairs is no part of its value
    for (std::size_t i = 0; i + 1 < item.items.size(); i += 2) {
        std::string pair;
        writeCanonical(item.items[i], pair);
        writeCanonical(item.items[i + 1], pair);
        pairs.insert(std::move(pair));
    }
    for (const std::string& pair : pairs)
        out += pair;
}

/// Recursive descent, one level for each byte at most. A method returns false when the input is
/// not well-formed; every other fault is noted and reading goes on.
class Reader {
public:
    explicit Reader(ByteView input) : input_(input) {}

    CborDocument document() {
        CborDocument result;
        if (input_.size() > cborMostBytes || !item(result.item, 0)) {
            result.fault = CborFault::Malformed;
            return result;
        }
        if (at_ != input_.size()) note(CborFault::TrailingBytes);
        result.fault = fault_;
        return result;
    }

private:
    struct Head {
        unsigned major = 0;
        unsigned info = 0;
        std::uint64_t argument = 0;

        bool indefinite() const { return info == indefiniteInfo; }
    };

    void note(CborFault fault) {
        if (!fault_ || fault < *fault_) fault_ = fault;
    }

    bool atBreak() const { return at_ < input_.size() && input_[at_] == 0xff; }

    bool head(Head& out) {
        if (at_ == input_.size()) return false;
        const std::uint8_t initial = input_[at_++];
        out.major = initial >> 5;
        out.info = initial & 31;
        if (out.info < 24) {
            out.argument = out.info;
            return true;
        }
        if (out.indefinite()) return out.major >= 2 && out.major <= 5;
        if (out.info > 27) return false;
        const std::size_t size = std::size_t{1} << (out.info - 24);
        if (input_.size() - at_ < size) return false;
        out.argument = 0;
        for (std::size_t i = 0; i < size; ++i)
            out.argument = out.argument << 8 | input_[at_++];
        if (out.major == 7) return out.info > 24 || out.argument >= 32;
        const std::uint64_t least = size == 1 ? 24 : std::uint64_t{1} << (size * 4);
        if (out.argument < least) note(CborFault::NonDeterministic);
        return true;
    }

    bool item(CborItem& out, int depth) {
        Head h;
        if (!head(h)) return false;
        if (h.indefinite()) note(CborFault::IndefiniteLength);
        if (h.major >= 4 && h.major <= 6 && depth >= cborMostDepth)
            note(CborFault::NonDeterministic);
        switch (h.major) {
        case 0:
        case 1:
            out.type = h.major == 0 ? Type::Unsigned : Type::Negative;
            break;
        case 2:
            out.type = Type::ByteString;
            return string(out, h);
        case 3:
            out.type = Type::Text;
            return string(out, h);
        case 4:
            out.type = Type::Array;
            return elements(out, h, depth);
        case 5:
            out.type = Type::Map;
            return pairs(out, h, depth);
        case 6:
            out.type = Type::Tag;
            out.argument = h.argument;
            if (h.argument != coseSign1Tag) note(CborFault::NonDeterministic);
            return item(out.items.emplace_back(), depth + 1);
        default:
            simpleOrFloat(out, h);
            return true;
        }
        out.argument = h.argument;
        return true;
    }

    void simpleOrFloat(CborItem& out, const Head& h) {
        out.type = h.info <= 24 ? Type::Simple : Type::Float;
        out.argument = h.argument;
        if (out.type == Type::Simple) return;
        note(CborFault::NonDeterministic);
        if (h.info == 25) out.argument = fromHalf(h.argument);
        if (h.info == 26) out.argument = fromSingle(h.argument);
    }

    bool chunk(CborItem& out, std::uint64_t size) {
        if (size > input_.size() - at_) return false;
        const ByteView content = input_.subspan(at_, static_cast<std::size_t>(size));
        at_ += content.size();
        if (out.type == Type::Text &&
            !isUtf8({reinterpret_cast<const char*>(content.data()), content.size()}))
            return false;
        out.bytes.insert(out.bytes.end(), content.begin(), content.end());
        return true;
    }

    bool string(CborItem& out, const Head& h) {
        if (!h.indefinite()) return chunk(out, h.argument);
        while (!atBreak()) {
            Head part;
            if (!head(part) || part.major != h.major || part.indefinite()) return false;
            if (!chunk(out, part.argument)) return false;
        }
        ++at_;
        return true;
    }

    bool elements(CborItem& out, const Head& h, int depth) {
        for (std::uint64_t i = 0; h.indefinite() ? !atBreak() : i < h.argument; ++i)
            if (!item(out.items.emplace_back(), depth + 1)) return false;
        if (h.indefinite()) ++at_;
        return true;
    }

    bool pairs(CborItem& out, const Head& h, int depth) {
        std::set<std::string> seen;
        ByteView before;
        for (std::uint64_t i = 0; h.indefinite() ? !atBreak() : i < h.argument; ++i) {
            const std::size_t start = at_;
            if (!item(out.items.emplace_back(), depth + 1)) return false;
            const ByteView key = input_.subspan(start, at_ - start);
            std::string value;
            writeCanonical(out.items.back(), value);
            if (!seen.insert(std::move(value)).second)
                note(CborFault::DuplicateKey);
            else if (std::lexicographical_compare(key.begin(), key.end(), before.begin(),
                                                  before.end()))
                note(CborFault::NonDeterministic);
            before = key;
            if (!item(out.items.emplace_back(), depth + 1)) return false;
        }
        if (h.indefinite()) ++at_;
        return true;
    }

    ByteView input_;
    std::size_t at_ = 0;
    std::optional<CborFault> fault_;
};

} // namespace

bool CborItem::equals(std::int64_t value) const {
    if (value >= 0) return type == Type::Unsigned && argument == static_cast<std::uint64_t>(value);
    return type == Type::Negative && argument == static_cast<std::uint64_t>(-1 - value);
}

CborDocument readCbor(ByteView bytes) {
    return Reader(bytes).document();
}

void CborWriter::head(unsigned major, std::uint64_t argument) {
    const int size = argument < 24            ? 0
                     : argument <= 0xff       ? 1
                     : argument <= 0xffff     ? 2
                     : argument <= 0xffffffff ? 4
                                              : 8;
    const unsigned info = size == 0   ? static_cast<unsigned>(argument)
                          : size == 1 ? 24U
                          : size == 2 ? 25U
                          : size == 4 ? 26U
                                      : 27U;
    bytes_.push_back(static_cast<std::uint8_t>(major << 5 | info));
    for (int shift = size * 8 - 8; shift >= 0; shift -= 8)
        bytes_.push_back(static_cast<std::uint8_t>(argument >> shift));
}

CborWriter& CborWriter::integer(std::int64_t value) {
    if (value >= 0)
        head(0, static_cast<std::uint64_t>(value));
    else
        head(1, static_cast<std::uint64_t>(-1 - value));
    return *this;
}

CborWriter& CborWriter::byteString(ByteView bytes) {
    head(2, bytes.size());
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    return *this;
}

CborWriter& CborWriter::text(std::string_view utf8) {
    const ByteView bytes = asBytes(utf8);
    head(3, bytes.size());
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    return *this;
}

CborWriter& CborWriter::array(std::size_t count) {
    head(4, count);
    return *this;
}

CborWriter& CborWriter::map(std::size_t pairs) {
    head(5, pairs);
    return *this;
}

CborWriter& CborWriter::tag(std::uint64_t number) {
    head(6, number);
    return *this;
}

} // namespace menzhen::core
