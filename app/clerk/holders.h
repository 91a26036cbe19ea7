// SPDX-License-Identifier: Apache-2.0
// Whoever holds a phone: an opaque random token in a cookie, of which the store keeps a hash, the
// patients whose identity was typed once, and the visits that the phone follows. All hospitals of a
// registry share them. Throws SQLite::Exception inside transact()/read().
// Thread: the connection's.
#pragma once

#include "app/clerk/people.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace menzhen::clerk {

inline constexpr std::size_t holderTokenBytes = 16; ///< in the cookie: 32 hexadecimal digits
inline constexpr int maxPatientsEver = 50;          ///< of one holder, whatever the hospital allows

/// Whether a cookie's value can be a token.
bool isHolderToken(std::string_view text);
/// The token that a phone without a cookie gets for a command, the same when the command comes
/// again because its answer, and with it the cookie, was lost. `key`: its Idempotency-Key.
std::string tokenForCommand(const ports::Crypto& crypto, const SiteKeys& keys,
                            const std::string& path, const std::string& key,
                            const std::string& body);
/// What stands as `holder` in ops: the first 8 bytes of SHA-256 over "MZH1" and the token, hex.
std::string holderIdOf(const ports::Crypto& crypto, const std::string& token);

/// The holder's id when the store knows the token.
std::optional<std::string> knownHolder(store::Database& database, const ports::Crypto& crypto,
                                       const std::string& token);
bool followsVisit(store::Database& database, const std::string& holder, const std::string& site,
                  const std::string& visit);
/// [{"id","masked","birth_year","relation"}], the holder first.
nlohmann::json patientsOf(store::Database& database, const std::string& holder);
/// Error Refused "unknown-patient".
core::Result<Person> openPatient(store::Database& database, Sealing& sealing,
                                 const std::string& holder, const std::string& id);

/// What changes; inside transact().
class Holders {
public:
    Holders(store::Database& database, const ports::Crypto& crypto, const SiteKeys& keys,
            ports::Chance& chance)
        : database_(database), crypto_(crypto), keys_(keys), chance_(chance),
          sealing_(database, crypto, keys, chance) {}

    /// Makes the holder of a token that is not known yet.
    void keep(const std::string& token, std::int64_t nowMs);
    void follow(const std::string& holder, const std::string& site, int day,
                const std::string& visit, std::int64_t nowMs);
    /// Keeps a patient, or keeps him anew when the identity number is one that the holder has.
    /// Errors: Refused "too-many-dependants": there are `most` besides.
    core::Result<nlohmann::json> remember(const std::string& holder, const Person& person,
                                          const std::string& relation, int most,
                                          std::int64_t nowMs);
    /// Whether one more may be remembered, or it is one that the holder has.
    bool hasRoom(const std::string& holder, const Person& person, int most);
    /// False: there was none.
    bool forget(const std::string& holder, const std::string& id);

    Sealing& sealing() { return sealing_; }

private:
    std::string idOfNumber(const std::string& holder, const Person& person);

    store::Database& database_;
    const ports::Crypto& crypto_;
    const SiteKeys& keys_;
    ports::Chance& chance_;
    Sealing sealing_;
};

} // namespace menzhen::clerk
