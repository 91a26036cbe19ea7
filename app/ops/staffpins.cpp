// SPDX-License-Identifier: Apache-2.0
#include "app/ops/staffpins.h"

#include "app/ops/triesleft.h"

#include "db/store/records.h"

namespace menzhen::ops {

namespace {

constexpr std::size_t saltBytes = 16;
constexpr std::size_t hashBytes = 32;
constexpr std::size_t pinDigits = 6;
constexpr std::int64_t secondsPerDay = 86'400;
constexpr std::string_view triesPrefix = ", tries left: ";

bool isPin(const std::string& pin) {
    return pin.size() == pinDigits && pin.find_first_not_of("0123456789") == std::string::npos;
}

core::Result<core::Bytes> hashed(const ports::Crypto& crypto, const std::string& pin,
                                 core::ByteView salt) {
    return crypto.scrypt(core::asBytes(pin), salt, {}, hashBytes);
}

} // namespace

core::Bytes saltOf(store::Database& database, const std::string& site, const std::string& staff) {
    store::Query query(database, "SELECT salt FROM pin WHERE site = ? AND staff = ?");
    query.bind(site).bind(staff);
    return query.step() ? query.blob(0) : core::Bytes();
}

PinProof prove(const ports::Crypto& crypto, const std::string& pin, core::ByteView salt) {
    const auto hash = hashed(crypto, pin, salt);
    if (!hash) return {};
    return {{salt.begin(), salt.end()}, *hash};
}

core::Result<void> setPin(SiteLog& log, const std::string& staff, const std::string& pin) {
    if (!isPin(pin)) return core::badData("bad-pin", "a PIN has 6 digits");
    core::Bytes salt(saltBytes);
    log.chance().fill(salt);
    const auto hash = hashed(log.crypto(), pin, salt);
    if (!hash) return tl::unexpected(hash.error());
    store::Query(log.database(),
                 "INSERT OR REPLACE INTO pin (site, staff, salt, hash) VALUES (?, ?, ?, ?)")
        .bind(log.site())
        .bind(staff)
        .bind(core::ByteView(salt))
        .bind(core::ByteView(*hash))
        .run();
    return {};
}

core::Result<void> checkPin(SiteLog& log, const std::string& staff, const std::string& pin,
                            const PinProof& proof) {
    const auto wrong = [](int triesLeft) {
        std::string detail = "user or PIN is not right";
        if (triesLeft >= 0) detail += std::string(triesPrefix) + std::to_string(triesLeft);
        return core::refused("wrong-pin", detail);
    };
    const auto person = store::find(log.database(), log.site(), "staff", {staff});
    store::Query query(log.database(), "SELECT salt, hash, failures, locked_until FROM pin WHERE "
                                       "site = ? AND staff = ?");
    query.bind(log.site()).bind(staff);
    if (!person || person->text("state") != "active" || !query.step()) return wrong(-1);
    const std::int64_t now = log.clock().utcMs();
    if (query.integer(3) > now)
        return core::refused("locked", "five wrong PINs: try again in 15 minutes");
    const core::Bytes salt = query.blob(0);
    const core::Bytes hash = proof.salt == salt ? proof.hash : prove(log.crypto(), pin, salt).hash;
    const bool good = !hash.empty() && ports::equalSecrets(hash, query.blob(1));
    const std::int64_t failures = good ? 0 : query.integer(2) + 1;
    const bool locks = failures >= maxPinTries;
    store::Query(log.database(),
                 "UPDATE pin SET failures = ?, locked_until = ? WHERE site = ? AND staff = ?")
        .bind(locks ? 0 : failures)
        .bind(locks ? now + pinLockMs : 0)
        .bind(log.site())
        .bind(staff)
        .run();
    if (!good) return wrong(static_cast<int>(maxPinTries - failures));
    return {};
}

std::optional<int> triesLeftOf(const core::Error& error) {
    const std::size_t at =
        error.code == "wrong-pin" ? error.detail.rfind(triesPrefix) : std::string::npos;
    if (at == std::string::npos) return std::nullopt;
    return std::stoi(error.detail.substr(at + triesPrefix.size()));
}

core::Result<void> trustDevice(SiteLog& log, const std::string& device) {
    const store::DevicePosition* known = log.device(device);
    if (known == nullptr || known->spki.empty())
        return core::refused("unknown-device", "no device '" + device + "' has introduced itself");
    store::DevicePosition trusted = *known;
    trusted.state = "trusted";
    const nlohmann::json row{{"id", trusted.fingerprint.substr(0, 8)},
                             {"spki", trusted.spki},
                             {"device", device},
                             {"scope", "1"},
                             // The day before: the clocks of a lobby are not the registry's.
                             {"valid_from", log.clock().utcMs() / 1000 - secondsPerDay},
                             {"valid_until", 0},
                             {"revoked_after", 0}};
    log.putDevice(std::move(trusted));
    const auto done =
        log.author({"record.defined", 0, {{"table", "trusted_key"}, {"row", row}}, {}, {}});
    if (!done) return tl::unexpected(done.error());
    return {};
}

} // namespace menzhen::ops
