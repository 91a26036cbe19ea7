// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/gbk.h"

#include "app/core/check.h"
#include "app/core/tickettext.h"

#include <iconv.h>

namespace menzhen::printer {

namespace {

// One converter for each thread: iconv keeps a state, and opening it costs more than a character.
class Converter {
public:
    Converter() : handle_(::iconv_open("GBK", "UTF-8")) {
        MENZHEN_CHECK(handle_ != reinterpret_cast<iconv_t>(-1), "this system's iconv has no GBK");
    }

    ~Converter() { ::iconv_close(handle_); }

    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;

    std::string convert(std::string text) {
        char out[8];
        char* from = text.data();
        char* to = out;
        std::size_t fromLeft = text.size();
        std::size_t toLeft = sizeof out;
        ::iconv(handle_, nullptr, nullptr, nullptr, nullptr);
        if (::iconv(handle_, &from, &fromLeft, &to, &toLeft) != 0) return {};
        return {out, static_cast<std::size_t>(to - out)};
    }

private:
    iconv_t handle_;
};

} // namespace

std::optional<std::string> gbkOf(char32_t point) {
    if (point >= 0x20 && point < 0x7F) return std::string(1, static_cast<char>(point));
    if (point < 0x80) return std::nullopt;
    thread_local Converter converter;
    const char32_t mapped = point == 0xA5 ? 0xFFE5 : point;
    std::string bytes = converter.convert(core::utf8Of(std::u32string_view(&mapped, 1)));
    if (bytes.size() != 2) return std::nullopt;
    const auto lead = static_cast<unsigned char>(bytes[0]);
    const auto trail = static_cast<unsigned char>(bytes[1]);
    if (lead < 0x81 || lead > 0xFE || trail < 0x40 || trail == 0x7F || trail == 0xFF)
        return std::nullopt;
    return bytes;
}

std::optional<char> latinOf(char32_t point) {
    if (point < 0x80 || core::columnsOf(point) != 1) return std::nullopt;
    return static_cast<char>(point);
}

} // namespace menzhen::printer
