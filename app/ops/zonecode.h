// SPDX-License-Identifier: Apache-2.0
// The QR that hangs in a waiting zone: whoever photographs it stands there. "SITE.ZONE.CHECK", the
// check six characters of an HMAC under the registry's own key, so that nobody prints one at home;
// it opens nothing but the check-in of one's own visit.
#pragma once

#include "app/ports/crypto.h"

#include <optional>
#include <string>

namespace menzhen::ops {

struct ZonePlace {
    std::string site;
    std::string zone;
};

std::string zoneCode(const ports::Crypto& crypto, core::ByteView indexKey, const ZonePlace& place);
/// Of the code, or of an address that ends in "#CODE". Nothing: it is none, or its check is wrong.
std::optional<ZonePlace> readZoneCode(const ports::Crypto& crypto, core::ByteView indexKey,
                                      const std::string& text);

} // namespace menzhen::ops
