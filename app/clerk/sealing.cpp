// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/sealing.h"

#include "app/core/check.h"

namespace menzhen::clerk {

namespace {

constexpr std::size_t indexBytes = 8;

} // namespace

Sealing::Sealing(store::Database& database, const ports::Crypto& crypto, const SiteKeys& keys,
                 ports::Chance& chance)
    : database_(database), crypto_(crypto), keys_(keys), chance_(&chance) {}

Sealing::Sealing(store::Database& database, const ports::Crypto& crypto, const SiteKeys& keys)
    : database_(database), crypto_(crypto), keys_(keys), chance_(nullptr) {}

core::Bytes Sealing::sealWith(const core::Bytes& key, const std::string& place,
                              const std::string& plain) {
    MENZHEN_CHECK(chance_ != nullptr, "this sealing only reads");
    core::Bytes nonce(ports::aeadNonceSize);
    chance_->fill(nonce);
    const core::Bytes cipher = crypto_.seal(key, nonce, core::asBytes(place), core::asBytes(plain));
    nonce.insert(nonce.end(), cipher.begin(), cipher.end());
    return nonce;
}

core::Result<std::string> Sealing::openWith(const core::Bytes& key, const std::string& place,
                                            core::ByteView sealed) const {
    if (sealed.size() < ports::aeadNonceSize)
        return core::fail(core::ErrorKind::Device, "cannot-open", "a sealed value is too short");
    const auto plain = crypto_.open(key, sealed.first(ports::aeadNonceSize), core::asBytes(place),
                                    sealed.subspan(ports::aeadNonceSize));
    if (!plain)
        return core::fail(core::ErrorKind::Device, "cannot-open",
                          "a sealed value does not open: is this the keys folder of this store?");
    return std::string(plain->begin(), plain->end());
}

// Not remembered: the transaction that made one may still be rolled back.
core::Result<core::Bytes> Sealing::dataKey(const std::string& name) {
    const std::string where = "data_key/" + name;
    store::Query query(database_, "SELECT wrapped FROM data_key WHERE name = ?");
    query.bind(name);
    core::Bytes key(ports::aeadKeySize);
    if (query.step()) {
        const auto plain = openWith(keys_.masterKey, where, query.blob(0));
        if (!plain) return tl::unexpected(plain.error());
        key.assign(plain->begin(), plain->end());
        return key;
    }
    if (chance_ == nullptr)
        return core::fail(core::ErrorKind::Device, "cannot-open", "a data key is missing");
    chance_->fill(key);
    const core::Bytes wrapped =
        sealWith(keys_.masterKey, where, std::string(key.begin(), key.end()));
    store::Query(database_, "INSERT INTO data_key (name, wrapped) VALUES (?, ?)")
        .bind(name)
        .bind(core::ByteView(wrapped))
        .run();
    return key;
}

core::Bytes Sealing::seal(const std::string& keyName, const std::string& place,
                          const std::string& plain) {
    if (plain.empty()) return {};
    const auto key = dataKey(keyName);
    MENZHEN_CHECK(key.has_value(), "a data key does not open: wrong keys folder");
    return sealWith(*key, place, plain);
}

core::Result<std::string> Sealing::open(const std::string& keyName, const std::string& place,
                                        core::ByteView sealed) {
    if (sealed.empty()) return std::string();
    const auto key = dataKey(keyName);
    if (!key) return tl::unexpected(key.error());
    return openWith(*key, place, sealed);
}

core::Bytes keyedIndex(const ports::Crypto& crypto, const SiteKeys& keys,
                       const std::string& value) {
    const core::Digest digest = crypto.hmacSha256(keys.indexKey, core::asBytes(value));
    return {digest.begin(), digest.begin() + indexBytes};
}

} // namespace menzhen::clerk
