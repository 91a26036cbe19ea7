// SPDX-License-Identifier: Apache-2.0
#include "app/ops/zonecode.h"

#include "app/core/crockford.h"

namespace menzhen::ops {

namespace {

constexpr std::size_t checkCharacters = 6;

std::string checkOf(const ports::Crypto& crypto, core::ByteView indexKey, const ZonePlace& place) {
    const core::Digest digest =
        crypto.hmacSha256(indexKey, core::asBytes("zone/" + place.site + "/" + place.zone));
    return core::crockford(digest, checkCharacters);
}

} // namespace

std::string zoneCode(const ports::Crypto& crypto, core::ByteView indexKey, const ZonePlace& place) {
    return place.site + "." + place.zone + "." + checkOf(crypto, indexKey, place);
}

std::optional<ZonePlace> readZoneCode(const ports::Crypto& crypto, core::ByteView indexKey,
                                      const std::string& text) {
    std::string code = text.substr(text.find('#') == std::string::npos ? 0 : text.find('#') + 1);
    const std::size_t first = code.find('.');
    const std::size_t last = code.rfind('.');
    if (first == std::string::npos || last == first) return std::nullopt;
    ZonePlace place{code.substr(0, first), code.substr(first + 1, last - first - 1)};
    const std::string wanted = checkOf(crypto, indexKey, place);
    const auto given = core::readCrockford(code.substr(last + 1));
    if (!given || !ports::equalSecrets(core::asBytes(*given), core::asBytes(wanted)))
        return std::nullopt;
    return place;
}

} // namespace menzhen::ops
