// SPDX-License-Identifier: Apache-2.0
#include "app/core/shortcode.h"

#include "app/core/crockford.h"

#include <algorithm>

namespace menzhen::core {

namespace {

constexpr std::size_t contentSize = 7;
constexpr std::size_t groupSize = 4;
constexpr std::size_t typedMostBytes = 64;

tl::unexpected<Error> wrongLength() {
    return refused("short-code-length",
                   "a short code has 8 characters, such as 7G0M-X2A4; compare it with the paper");
}

} // namespace

Bytes shortCodeSource(const Cti& cti) {
    const ByteView prefix = asBytes("MZS1");
    Bytes source(prefix.size() + cti.size());
    std::copy(cti.begin(), cti.end(), std::copy(prefix.begin(), prefix.end(), source.begin()));
    return source;
}

std::string shortCodeFrom(const Digest& digest) {
    const std::string content = crockford(digest, contentSize);
    return inGroups(content + crockfordCheck(content), groupSize);
}

Result<std::string> readShortCode(std::string_view typed) {
    if (typed.size() > typedMostBytes) return wrongLength();
    const auto code = readCrockford(typed);
    if (!code)
        return refused("short-code-character",
                       "a short code has digits and letters only, and no U; compare it with the "
                       "paper");
    if (code->size() != contentSize + 1) return wrongLength();
    if (crockfordCheck(std::string_view(*code).substr(0, contentSize)) != code->back())
        return refused("short-code-check",
                       "a character of the short code is mistyped or two are swapped; compare it "
                       "with the paper");
    return inGroups(*code, groupSize);
}

} // namespace menzhen::core
