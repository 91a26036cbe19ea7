// SPDX-License-Identifier: Apache-2.0
// The secrets of a site. They stand as files in the directory `keys` (0700), never in the database;
// whoever starts the registry loads them (app/registry/keyfolder.h).
#pragma once

#include "app/ports/crypto.h"

#include <memory>

namespace menzhen::clerk {

struct SiteKeys {
    std::unique_ptr<ports::PrivateKey> signing; ///< signs bookings
    std::unique_ptr<ports::PrivateKey> sealing; ///< opens what devices sealed
    core::Bytes lobbySecret;                    ///< day keys of the lobby's indexes come from it
    core::Bytes indexKey;                       ///< the registry's own indexes of people
    core::Bytes masterKey;                      ///< wraps the data keys of the sealed tables
};

inline constexpr std::size_t secretSize = 32;

} // namespace menzhen::clerk
