// SPDX-License-Identifier: Apache-2.0
#include "app/core/shortcode.h"

#include "app/core/crockford.h"

#include <algorithm>

namespace menzhen::core {

namespace {

constexpr std::size_t contentSize = 7;
constexpr std::size_t groupSize = 4;
constexpr std::size_t typedMostBytes = 64;

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
    if (typed.size() > typedMostBytes) return refused("short-code-length");
    const auto code = readCrockford(typed);
    if (!code) return refused("short-code-character");
    if (code->size() != contentSize + 1) return refused("short-code-length");
    if (crockfordCheck(std::string_view(*code).substr(0, contentSize)) != code->back())
        return refused("short-code-check");
    return inGroups(*code, groupSize);
}

} // namespace menzhen::core
