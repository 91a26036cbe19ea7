// SPDX-License-Identifier: Apache-2.0
// PGM as netpbm's pgm(5) has it: P5 (bytes; two a pixel above 255) and P2 (decimal text).
#include "drivers/scanner/picture.h"

#include <algorithm>
#include <optional>
#include <string>

namespace menzhen::scanner {
namespace {

bool isSpace(std::uint8_t c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

class PgmReader {
public:
    explicit PgmReader(core::ByteView bytes) : bytes_(bytes) {}

    /// The next decimal number after spaces and #comments.
    std::optional<std::size_t> number() {
        while (at_ < bytes_.size() && (isSpace(bytes_[at_]) || bytes_[at_] == '#'))
            skipOne();
        constexpr std::size_t limit = 1u << 30;
        const std::size_t begun = at_;
        std::size_t value = 0;
        for (; at_ < bytes_.size() && bytes_[at_] >= '0' && bytes_[at_] <= '9'; ++at_) {
            value = value * 10 + (bytes_[at_] - std::size_t{'0'});
            if (value > limit) return std::nullopt;
        }
        if (at_ == begun) return std::nullopt;
        return value;
    }

    void skip(std::size_t count) { at_ += count; }

    core::ByteView rest() const { return bytes_.subspan(std::min(at_, bytes_.size())); }

private:
    void skipOne() {
        if (bytes_[at_] == '#')
            while (at_ < bytes_.size() && bytes_[at_] != '\n')
                ++at_;
        else
            ++at_;
    }

    core::ByteView bytes_;
    std::size_t at_ = 0;
};

tl::unexpected<core::Error> broken(const char* why) {
    return core::badData("picture-broken", std::string("The PGM picture is broken: ") + why + ".");
}

std::uint8_t toByte(std::size_t value, std::size_t white) {
    return static_cast<std::uint8_t>(std::min(value, white) * 255 / white);
}

} // namespace

core::Result<GreyImage> decodePgm(core::ByteView bytes) {
    if (bytes.size() < 2 || bytes[0] != 'P') return broken("it has no head");
    const bool plain = bytes[1] == '2';
    PgmReader in(bytes);
    in.skip(2);
    const auto width = in.number();
    const auto height = in.number();
    const auto white = in.number();
    if (!width || !height || !white || *width == 0 || *height == 0 || *white == 0 || *white > 65535)
        return broken("its head is not width, height and white");
    if (*width > maxPicturePixels || *width * *height > maxPicturePixels)
        return core::badData("picture-too-large", "The picture has more than 100 megapixels.");
    const std::size_t count = *width * *height;
    const std::size_t wide = *white > 255 ? 2 : 1;
    if (!plain) in.skip(1);
    const core::ByteView data = in.rest();
    if (data.size() < (plain ? count : count * wide)) return broken("it ends too early");
    GreyImage out(static_cast<int>(*width), static_cast<int>(*height));
    for (std::size_t i = 0; i < count; ++i) {
        std::optional<std::size_t> value;
        if (plain)
            value = in.number();
        else
            value = wide == 1 ? data[i] : data[2 * i] * std::size_t{256} + data[2 * i + 1];
        if (!value) return broken("it ends too early");
        out.pixels[i] = toByte(*value, *white);
    }
    return out;
}

} // namespace menzhen::scanner
