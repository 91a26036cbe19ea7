// SPDX-License-Identifier: Apache-2.0
#include "app/registry/keyfolder.h"

#include "drivers/crypto/keyfile.h"

namespace menzhen::registry {

core::Result<clerk::SiteKeys> openKeyFolder(const ports::Crypto& crypto, ports::Chance& chance,
                                            const std::string& folder) {
    const std::filesystem::path at(folder);
    clerk::SiteKeys keys;
    const std::pair<const char*, std::unique_ptr<ports::PrivateKey>*> pairs[] = {
        {"signing.pem", &keys.signing}, {"sealing.pem", &keys.sealing}};
    for (const auto& [name, key] : pairs) {
        auto loaded = crypto::loadOrMakeKey(crypto, at / name);
        if (!loaded) return tl::unexpected(loaded.error());
        *key = std::move(*loaded);
    }
    const std::pair<const char*, core::Bytes*> secrets[] = {{"lobby.secret", &keys.lobbySecret},
                                                            {"index.secret", &keys.indexKey},
                                                            {"master.secret", &keys.masterKey}};
    for (const auto& [name, secret] : secrets) {
        auto loaded = crypto::loadOrMakeSecret(chance, at / name, clerk::secretSize);
        if (!loaded) return tl::unexpected(loaded.error());
        *secret = std::move(*loaded);
    }
    return keys;
}

} // namespace menzhen::registry
