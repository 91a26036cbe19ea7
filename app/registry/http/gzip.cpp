// SPDX-License-Identifier: Apache-2.0
#include "app/registry/http/gzip.h"

#include <algorithm>
#include <array>
#include <limits>
#include <zlib.h>

namespace menzhen::registry {

namespace {

constexpr int kGzipWindowBits = 15 + 16; // zlib's way of asking for the gzip wrapper
constexpr int kMemoryLevel = 8;
constexpr std::size_t kPieceBytes = 16 * 1024;

// zlib takes a pointer to non-const for historical reasons and does not write through it.
Bytef* readOnly(std::string_view text) {
    return reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
}

} // namespace

std::optional<std::string> gzipPack(std::string_view plain) {
    z_stream stream{};
    if (plain.size() > std::numeric_limits<uInt>::max() / 2) return std::nullopt;
    if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, kGzipWindowBits, kMemoryLevel,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        return std::nullopt;
    std::string packed(deflateBound(&stream, static_cast<uLong>(plain.size())), '\0');
    stream.next_in = readOnly(plain);
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    const int outcome = deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    if (outcome != Z_STREAM_END) return std::nullopt;
    return packed;
}

Unpacked gzipUnpack(std::string_view packed, std::size_t maxBytes) {
    Unpacked result;
    z_stream stream{};
    if (packed.size() > std::numeric_limits<uInt>::max() ||
        inflateInit2(&stream, kGzipWindowBits) != Z_OK)
        return {GzipFault::Damaged, {}};
    stream.next_in = readOnly(packed);
    stream.avail_in = static_cast<uInt>(packed.size());
    std::array<char, kPieceBytes> piece;
    result.fault = GzipFault::Damaged;
    for (;;) {
        stream.next_out = reinterpret_cast<Bytef*>(piece.data());
        stream.avail_out = static_cast<uInt>(piece.size());
        const int outcome = inflate(&stream, Z_NO_FLUSH);
        if (outcome != Z_OK && outcome != Z_STREAM_END) break;
        result.plain.append(piece.data(), piece.size() - stream.avail_out);
        if (result.plain.size() > maxBytes) {
            result.fault = GzipFault::TooLarge;
            break;
        }
        if (outcome == Z_STREAM_END && stream.avail_in == 0) {
            result.fault = GzipFault::None;
            break;
        }
        if (outcome == Z_STREAM_END && inflateReset(&stream) != Z_OK) break;
    }
    inflateEnd(&stream);
    if (result.fault != GzipFault::None) result.plain.clear();
    return result;
}

} // namespace menzhen::registry
