// SPDX-License-Identifier: Apache-2.0
#include "app/ops/enrolment.h"

#include "app/ops/devicetrust.h"
#include "app/ops/fields.h"

#include <algorithm>
#include <array>

namespace menzhen::ops {

namespace {

constexpr std::array<const char*, 3> roles{"kiosk", "counter", "display"};
constexpr std::size_t secretCharacters = 7;
constexpr std::size_t proofDigits = 128;
constexpr std::size_t maxPemBytes = 1024;

core::Bytes secretHash(SiteLog& log, const std::string& device, const std::string& secret) {
    const core::Bytes text = core::enrolProof(log.site(), device, secret);
    const core::Digest digest = log.crypto().sha256(text);
    return {digest.begin(), digest.end()};
}

core::Result<void> checkCode(SiteLog& log, store::Enrolment enrolment, const std::string& secret) {
    const bool right =
        ports::equalSecrets(enrolment.secret, secretHash(log, enrolment.device, secret));
    // A code that has died says so to whoever knows it and to nobody else.
    if (enrolment.wrongTries >= maxEnrolTries)
        return core::refused("enrol-locked", "five wrong codes: make another with `menzhen enrol`");
    if (!right) {
        ++enrolment.wrongTries;
        store::setEnrolment(log.database(), log.site(), enrolment);
        return core::refused("enrol-wrong-code",
                             "the code is wrong; tries left: " +
                                 std::to_string(maxEnrolTries - enrolment.wrongTries));
    }
    if (log.clock().utcMs() >= enrolment.expiresAtMs)
        return core::refused("enrol-expired",
                             "the code was good for 10 minutes: make another with `menzhen enrol`");
    return {};
}

} // namespace

core::Result<core::EnrolCode> makeEnrolment(SiteLog& log, const std::string& device,
                                            const std::string& role, const std::string& fingerprint,
                                            const core::Digest& authority) {
    if (std::find(roles.begin(), roles.end(), role) == roles.end())
        return core::badData("bad-field", "role: kiosk, counter or display is wanted");
    if (device.empty() || device.size() > maxDeviceIdBytes || device == registryDevice)
        return core::badData("bad-field",
                             "a device's id has 1 to 4 letters or digits and is not REG");
    const store::DevicePosition* known = log.device(device);
    if (known != nullptr && known->state == "denied")
        return core::refused("denied", device + " is denied: trust or remove it first");
    if (known != nullptr && known->state != removedState &&
        !known->fingerprint.starts_with(fingerprint))
        return core::refused("other-key", "another device is " + device + ", with the key " +
                                              core::shownFingerprint(known->fingerprint) +
                                              ": `menzhen devices remove " + device + "` first");
    std::array<std::uint8_t, core::enrolSecretBytes> chance{};
    log.chance().fill(chance);
    core::EnrolCode code = core::makeEnrolCode(chance, authority);
    store::setEnrolment(log.database(), log.site(),
                        {device, role, fingerprint, secretHash(log, device, code.secret),
                         log.clock().utcMs() + enrolCodeMs, 0, 0});
    return code;
}

core::Result<Enrolled> enrol(SiteLog& log, const nlohmann::json& body) {
    FieldReader read(body);
    const std::string id = read.text("id", 1, maxDeviceIdBytes);
    const std::string secret = read.text("code", secretCharacters, secretCharacters);
    const std::string pem = read.text("public_key", 1, maxPemBytes);
    const std::string proof = read.text("proof", proofDigits, proofDigits);
    if (const auto error = read.error()) return tl::unexpected(*error);
    const auto key = log.crypto().loadPublicKey(pem);
    if (!key) return core::badData("bad-field", "public_key: a P-256 public key in PEM is wanted");
    const auto signature = core::fromHex(proof);
    if (!signature ||
        !log.crypto().verify(*key, core::enrolProof(log.site(), id, secret), *signature))
        return core::badData("enrol-proof", "proof: was not made with the key of public_key");
    auto enrolment = store::findEnrolment(log.database(), log.site(), id);
    if (!enrolment)
        return core::refused("unknown-enrolment", "no code was made for " + id +
                                                      ": run `menzhen enrol` on the registry");
    if (auto good = checkCode(log, *enrolment, secret); !good) return tl::unexpected(good.error());
    const std::string fingerprint = core::toHex(log.crypto().fingerprint(*key));
    if (!fingerprint.starts_with(enrolment->fingerprint))
        return core::refused("enrol-wrong-device",
                             "the code was made for a device with another key: compare the "
                             "fingerprints");
    if (auto done = enrolDevice(log, id, enrolment->role, *key); !done)
        return tl::unexpected(done.error());
    enrolment->usedAtMs = log.clock().utcMs();
    store::setEnrolment(log.database(), log.site(), *enrolment);
    return Enrolled{id, enrolment->role, *key};
}

core::Result<Enrolled> renewal(SiteLog& log, const std::string& device,
                               const std::string& fingerprint) {
    const store::DevicePosition* known = log.device(device);
    if (auto good = admitDevice(known, fingerprint); !good) return tl::unexpected(good.error());
    if (known == nullptr || known->state != "trusted")
        return core::refused("device-not-trusted", "run `menzhen devices trust` on the registry");
    const auto spki = core::fromHex(known->spki);
    auto key = log.crypto().publicKeyFromSpki(spki.value_or(core::Bytes()));
    if (!key) return tl::unexpected(key.error());
    return Enrolled{device, known->role, std::move(*key)};
}

} // namespace menzhen::ops
