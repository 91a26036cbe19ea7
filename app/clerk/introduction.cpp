// SPDX-License-Identifier: Apache-2.0
// How a device introduces itself.
#include "app/clerk/clerk.h"
#include "app/ops/fields.h"
#include "app/ops/staffpins.h"

namespace menzhen::clerk {

Answer Clerk::introduceDevice(const json& body) {
    ops::FieldReader read(body);
    const std::string id = read.text("id", 1, ops::maxDeviceIdBytes);
    const std::string role = read.text("role", 1, 16);
    const std::string pem = read.text("public_key", 1, 1024);
    const std::int64_t lastSeq = read.optionalInteger("last_seq", 0, ops::maxInteger, 0);
    if (const auto error = read.error()) return tl::unexpected(*error);
    if (id == ops::registryDevice)
        return core::badData("bad-field", "id: REG is the registry's own");
    const auto key = setup_.crypto.loadPublicKey(pem);
    if (!key) return core::badData("bad-field", "public_key: a P-256 public key in PEM is wanted");
    const std::string spki = core::toHex(key->spki);
    const store::DevicePosition* known = log_.device(id);
    if (known != nullptr && known->spki != spki)
        return core::refused("other-key",
                             "another device has this id: choose another, or remove the old one");
    if (known == nullptr) {
        const core::Digest fingerprint = setup_.crypto.fingerprint(*key);
        log_.putDevice({id, role, setup_.demo ? "trusted" : "waiting", 1, 0, core::Bytes(32, 0),
                        spki, core::toHex(fingerprint), setup_.clock.utcMs()});
        if (setup_.demo)
            if (const auto trusted = ops::trustDevice(log_, id); !trusted)
                return tl::unexpected(trusted.error());
        known = log_.device(id);
    }
    return json{{"id", id},
                {"state", known->state},
                {"fingerprint", known->fingerprint},
                {"incarnation", known->incarnation},
                {"last_seq", known->lastSeq},
                {"device_is_behind", lastSeq < known->lastSeq},
                {"epoch", epoch()},
                {"revision", rev()}};
}

} // namespace menzhen::clerk
