// SPDX-License-Identifier: Apache-2.0
// What a device still holds, in a file (sync.md 1.16): its unsent ops, and those that the registry
// rejected today and nobody has looked at, signed with the device's own key. Only with such a file
// may a store that holds them be thrown away; the registry takes them from it as from the wire.
//
// Two lines of text: the content as JSON, and the signature over its bytes (ES256, hexadecimal):
//   {"bundle":1,"device":"K01","made_at":MS,
//    "ops":[{"op":{...},"verdict":"","code":""}],"site":"HA"}
// Sealed attachments travel inside their ops: nobody but the registry opens them.
// Thread: the connection's. Nothing throws.
#pragma once

#include "app/ports/clock.h"
#include "app/ports/crypto.h"
#include "db/store/database.h"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace menzhen::sync {

struct Bundle {
    std::string site;
    std::string device;
    std::int64_t madeAtMs = 0; ///< UTC
    std::vector<nlohmann::json> ops;
};

/// Why this store must not be thrown away, or empty: "unsent" (ops that the registry has not
/// taken), "dead-letters" (ops that it rejected today, and nobody has looked).
core::Result<std::string> whyNotRemove(store::Database& database, const ports::Clock& clock);

core::Result<std::string> writeBundle(store::Database& database, const std::string& site,
                                      const std::string& device, const ports::Clock& clock,
                                      const ports::PrivateKey& key);

/// Errors: Data "malformed-bundle", Refused "bad-signature" (altered, or another device's).
core::Result<Bundle> readBundle(const std::string& text, const core::PublicKey& key,
                                const ports::Crypto& crypto);
/// The device that a bundle says it is of, before anything of it is believed. Error: as above.
core::Result<std::string> deviceOfBundle(const std::string& text);

/// Whether everything that whyNotRemove() minds stands in the bundle, with the same content.
core::Result<bool> holdsAll(const Bundle& bundle, store::Database& database,
                            const ports::Clock& clock);

} // namespace menzhen::sync
