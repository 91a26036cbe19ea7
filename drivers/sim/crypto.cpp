// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/crypto.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace menzhen::twin {

namespace {

using core::Bytes;
using core::ByteView;
using core::Digest;

constexpr std::string_view pemHead = "-----BEGIN PUBLIC KEY-----\n";
constexpr std::string_view pemTail = "\n-----END PUBLIC KEY-----\n";
constexpr std::size_t headerSize = core::PublicKey::spkiSize - core::PublicKey::pointSize;

/// 256 bits that depend on every bit that went in: four lanes of multiply, rotate, mix.
class Mixer {
public:
    Mixer& add(ByteView bytes) {
        word(bytes.size());
        std::size_t i = 0;
        for (; i + 8 <= bytes.size(); i += 8) {
            std::uint64_t value = 0;
            std::memcpy(&value, bytes.data() + i, 8);
            word(value);
        }
        std::uint64_t rest = 0;
        for (std::size_t shift = 0; i < bytes.size(); ++i, shift += 8)
            rest |= std::uint64_t{bytes[i]} << shift;
        word(rest);
        return *this;
    }

    Mixer& add(std::string_view text) { return add(core::asBytes(text)); }

    Digest digest() {
        for (std::uint64_t i = 0; i < 8; ++i)
            word(i);
        Digest result;
        std::memcpy(result.data(), lanes_, result.size());
        return result;
    }

private:
    void word(std::uint64_t value) {
        std::uint64_t& lane = lanes_[at_++ & 3];
        std::uint64_t& next = lanes_[at_ & 3];
        lane = std::rotl((lane ^ value) * 0x9e3779b97f4a7c15ULL, 29);
        next ^= lane * 0xbf58476d1ce4e5b9ULL;
        next ^= next >> 31;
    }

    std::uint64_t lanes_[4] = {1, 2, 3, 4};
    std::size_t at_ = 0;
};

Bytes stream(const Digest& key, std::size_t size) {
    Bytes bytes;
    for (std::uint8_t block = 0; bytes.size() < size; ++block) {
        const Digest part = Mixer().add(key).add(ByteView(&block, 1)).digest();
        bytes.insert(bytes.end(), part.begin(), part.end());
    }
    bytes.resize(size);
    return bytes;
}

Bytes sealed(const Digest& key, ByteView associated, ByteView plain) {
    Bytes out = stream(key, plain.size());
    for (std::size_t i = 0; i < plain.size(); ++i)
        out[i] ^= plain[i];
    const Digest tag = Mixer().add(key).add(associated).add(plain).digest();
    out.insert(out.end(), tag.begin(), tag.begin() + ports::aeadTagSize);
    return out;
}

core::Result<Bytes> opened(const Digest& key, ByteView associated, ByteView bytes) {
    const auto refusal = core::refused("cannot-open", "damaged, or sealed with another key");
    if (bytes.size() < ports::aeadTagSize) return refusal;
    const std::size_t size = bytes.size() - ports::aeadTagSize;
    Bytes plain = stream(key, size);
    for (std::size_t i = 0; i < size; ++i)
        plain[i] ^= bytes[i];
    const Digest tag = Mixer().add(key).add(associated).add(plain).digest();
    if (!std::equal(tag.begin(), tag.begin() + ports::aeadTagSize, bytes.begin() + long(size)))
        return refusal;
    return plain;
}

core::Signature signature(const core::PublicKey& key, ByteView message) {
    core::Signature both;
    const Digest one = Mixer().add("sign").add(key.spki).add(message).digest();
    const Digest two = Mixer().add("twice").add(one).digest();
    std::copy(one.begin(), one.end(), both.begin());
    std::copy(two.begin(), two.end(), both.begin() + one.size());
    return both;
}

core::PublicKey publicKeyOf(ByteView seed) {
    core::PublicKey key;
    key.spki.assign(headerSize, 0x30);
    key.spki.push_back(4);
    const Bytes point = stream(Mixer().add("key").add(seed).digest(), 64);
    key.spki.insert(key.spki.end(), point.begin(), point.end());
    return key;
}

Digest sealingKey(const core::PublicKey& recipient) {
    return Mixer().add("seal").add(recipient.spki).digest();
}

class Key final : public ports::PrivateKey {
public:
    explicit Key(Bytes seed) : seed_(std::move(seed)), public_(publicKeyOf(seed_)) {}

    const core::PublicKey& publicKey() const override { return public_; }

    core::Kid kid() const override { return Crypto().Crypto::kid(public_); }

    core::Signature sign(ByteView message) const override { return signature(public_, message); }

    core::Result<Bytes> openSealed(ByteView bytes, ByteView associated) const override {
        if (bytes.size() < ports::sealedHeaderSize)
            return core::refused("cannot-open", "these are no sealed bytes");
        return opened(sealingKey(public_), associated, bytes.subspan(ports::sealedHeaderSize));
    }

    std::string privatePem() const override { return core::toHex(seed_); }

private:
    Bytes seed_;
    core::PublicKey public_;
};

} // namespace

Digest Crypto::sha256(ByteView message) const {
    return Mixer().add(message).digest();
}

Digest Crypto::hmacSha256(ByteView key, ByteView message) const {
    return Mixer().add("hmac").add(key).add(message).digest();
}

Bytes Crypto::hkdfSha256(ByteView secret, ByteView salt, ByteView info, std::size_t size) const {
    return stream(Mixer().add("hkdf").add(secret).add(salt).add(info).digest(), size);
}

core::Result<Bytes> Crypto::scrypt(ByteView password, ByteView salt, const ports::ScryptCost&,
                                   std::size_t size) const {
    return stream(Mixer().add("scrypt").add(password).add(salt).digest(), size);
}

Bytes Crypto::seal(ByteView key, ByteView nonce, ByteView associated, ByteView plain) const {
    return sealed(Mixer().add(key).add(nonce).digest(), associated, plain);
}

core::Result<Bytes> Crypto::open(ByteView key, ByteView nonce, ByteView associated,
                                 ByteView bytes) const {
    return opened(Mixer().add(key).add(nonce).digest(), associated, bytes);
}

std::unique_ptr<ports::PrivateKey> Crypto::generateKey() const {
    const std::uint64_t number = ++keys_;
    Bytes seed(sizeof number);
    std::memcpy(seed.data(), &number, seed.size());
    return std::make_unique<Key>(std::move(seed));
}

core::Result<std::unique_ptr<ports::PrivateKey>>
Crypto::loadPrivateKey(std::string_view pem) const {
    auto seed = core::fromHex(pem);
    if (!seed) return core::badData("bad-key", "no key of this suite");
    return std::make_unique<Key>(std::move(*seed));
}

core::Result<core::PublicKey> Crypto::loadPublicKey(std::string_view pem) const {
    if (!pem.starts_with(pemHead) || !pem.ends_with(pemTail))
        return core::badData("bad-key", "no public key");
    const auto der =
        core::fromHex(pem.substr(pemHead.size(), pem.size() - pemHead.size() - pemTail.size()));
    if (!der) return core::badData("bad-key", "no public key");
    return publicKeyFromSpki(*der);
}

core::Result<core::PublicKey> Crypto::publicKeyFromSpki(ByteView der) const {
    core::PublicKey key{Bytes(der.begin(), der.end())};
    if (!key.valid()) return core::badData("bad-key", "no public key");
    return key;
}

std::string Crypto::publicPem(const core::PublicKey& key) const {
    return std::string(pemHead) + core::toHex(key.spki) + std::string(pemTail);
}

bool Crypto::verify(const core::PublicKey& key, ByteView message, ByteView bytes) const {
    const core::Signature good = signature(key, message);
    return key.valid() && std::equal(good.begin(), good.end(), bytes.begin(), bytes.end());
}

Bytes Crypto::sealTo(const core::PublicKey& recipient, ByteView plain, ByteView associated) const {
    Bytes bytes{1};
    const core::Kid to = kid(recipient);
    bytes.insert(bytes.end(), to.begin(), to.end());
    bytes.resize(ports::sealedHeaderSize, 4);
    const Bytes rest = sealed(sealingKey(recipient), associated, plain);
    bytes.insert(bytes.end(), rest.begin(), rest.end());
    return bytes;
}

} // namespace menzhen::twin
