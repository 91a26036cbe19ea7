// SPDX-License-Identifier: Apache-2.0
#include "app/ops/devicetrust.h"

#include "app/ops/staffpins.h"
#include "db/store/records.h"

namespace menzhen::ops {

namespace {

constexpr std::size_t chainBytes = 32;

core::Result<void> revokeKeys(SiteLog& log, const std::string& device) {
    for (const store::Record& key :
         store::select(log.database(), log.site(), "trusted_key", "AND device = ?", {device})) {
        const nlohmann::json row{{"id", key.text("id")},
                                 {"spki", key.text("spki")},
                                 {"device", device},
                                 {"scope", key.text("scope")},
                                 {"valid_from", key.integer("valid_from")},
                                 {"valid_until", key.integer("valid_until")},
                                 {"revoked_after", log.clock().utcMs() / 1000}};
        if (key.integer("revoked_after") != 0) continue;
        const auto done =
            log.author({"record.defined", 0, {{"table", "trusted_key"}, {"row", row}}, {}, {}});
        if (!done) return tl::unexpected(done.error());
    }
    return {};
}

core::Result<void> setState(SiteLog& log, const std::string& device, const char* state) {
    const store::DevicePosition* known = log.device(device);
    if (known == nullptr || known->spki.empty())
        return core::refused("unknown-device", "there is no device '" + device + "'");
    store::DevicePosition changed = *known;
    changed.state = state;
    log.putDevice(std::move(changed));
    return revokeKeys(log, device);
}

} // namespace

core::Result<void> denyDevice(SiteLog& log, const std::string& device) {
    return setState(log, device, "denied");
}

core::Result<void> removeDevice(SiteLog& log, const std::string& device) {
    const store::DevicePosition* known = log.device(device);
    if (known != nullptr && known->unsent > 0 && known->state != "denied")
        return core::refused("unsent-ops", "it holds " + std::to_string(known->unsent) +
                                               " ops that this registry has not: let it send them "
                                               "first, or deny it if they are lost");
    return setState(log, device, removedState);
}

core::Result<void> enrolDevice(SiteLog& log, const std::string& device, const std::string& role,
                               const core::PublicKey& key) {
    const std::string spki = core::toHex(key.spki);
    const store::DevicePosition* known = log.device(device);
    store::DevicePosition enrolled;
    if (known != nullptr) enrolled = *known;
    if (known != nullptr && known->state == "denied")
        return core::refused("denied", "this device is denied: trust or remove it first");
    if (known != nullptr && known->spki != spki) {
        if (known->state != removedState)
            return core::refused("other-key", "another device has this id: remove that one first");
        // What the old one said stays under its incarnation; the new one begins its own.
        ++enrolled.incarnation;
        enrolled.lastSeq = 0;
        enrolled.chain = core::Bytes(chainBytes, 0);
    }
    if (known == nullptr) {
        enrolled.id = device;
        enrolled.chain = core::Bytes(chainBytes, 0);
        enrolled.firstSeenMs = log.clock().utcMs();
    }
    enrolled.role = role;
    enrolled.spki = spki;
    enrolled.fingerprint = core::toHex(log.crypto().fingerprint(key));
    log.putDevice(std::move(enrolled));
    return trustDevice(log, device);
}

core::Result<void> admitDevice(const store::DevicePosition* known, const std::string& fingerprint) {
    // Without a certificate nobody has said more than an id: what is unknown may introduce itself.
    if (known == nullptr && fingerprint.empty()) return {};
    const bool same =
        known != nullptr && (fingerprint.empty() || known->fingerprint == fingerprint);
    if (!same || known->state == "denied" || known->state == removedState)
        return core::refused("denied", "the registry does not take this device any more");
    return {};
}

} // namespace menzhen::ops
