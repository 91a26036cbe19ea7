// SPDX-License-Identifier: Apache-2.0
#include "drivers/scanner/scantext.h"
#include "app/core/utf8.h"

#include <iconv.h>

namespace menzhen::scanner {

std::optional<std::string> textOf(std::string_view bytes) {
    if (core::isUtf8(bytes)) return std::string(bytes);
    const iconv_t converter = iconv_open("UTF-8", "GBK");
    if (converter == iconv_t(-1)) return std::nullopt;
    std::string in(bytes);
    std::string out(in.size() * 3, '\0'); // two bytes of GBK become at most three of UTF-8
    char* from = in.data();
    char* to = out.data();
    std::size_t fromLeft = in.size();
    std::size_t toLeft = out.size();
    const std::size_t failed = iconv(converter, &from, &fromLeft, &to, &toLeft);
    iconv_close(converter);
    if (failed == std::size_t(-1) || fromLeft != 0) return std::nullopt;
    out.resize(out.size() - toLeft);
    return out;
}

} // namespace menzhen::scanner
