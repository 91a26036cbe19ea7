// SPDX-License-Identifier: Apache-2.0
#include "drivers/link/gzip.h"

#include <array>
#include <limits>
#include <zlib.h>

namespace menzhen::link {

namespace {

constexpr int kGzipWindowBits = 15 + 16; // zlib's way of asking for the gzip wrapper
constexpr int kMemoryLevel = 8;
constexpr std::size_t kPieceBytes = 16 * 1024;
constexpr std::size_t kMostBytes = std::numeric_limits<uInt>::max() / 2;

z_stream streamOver(std::string_view input) {
    z_stream stream{};
    // zlib takes a pointer to non-const for historical reasons and does not write through it.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input.data()));
    stream.avail_in = static_cast<uInt>(input.size());
    return stream;
}

} // namespace

std::optional<std::string> gzipPack(std::string_view plain) {
    z_stream stream = streamOver(plain);
    if (plain.size() > kMostBytes ||
        deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, kGzipWindowBits, kMemoryLevel,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        return std::nullopt;
    std::string packed(deflateBound(&stream, static_cast<uLong>(plain.size())), '\0');
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    const bool whole = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    if (!whole) return std::nullopt;
    return packed;
}

std::optional<std::string> gzipUnpack(std::string_view packed, std::size_t maxBytes) {
    z_stream stream = streamOver(packed);
    if (packed.size() > kMostBytes || inflateInit2(&stream, kGzipWindowBits) != Z_OK)
        return std::nullopt;
    std::string plain;
    std::array<char, kPieceBytes> piece;
    int outcome = Z_OK;
    while (outcome == Z_OK && plain.size() <= maxBytes) {
        stream.next_out = reinterpret_cast<Bytef*>(piece.data());
        stream.avail_out = static_cast<uInt>(piece.size());
        outcome = inflate(&stream, Z_NO_FLUSH);
        plain.append(piece.data(), piece.size() - stream.avail_out);
    }
    const bool whole = outcome == Z_STREAM_END && stream.avail_in == 0;
    inflateEnd(&stream);
    if (!whole || plain.size() > maxBytes) return std::nullopt;
    return plain;
}

} // namespace menzhen::link
