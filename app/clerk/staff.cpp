// SPDX-License-Identifier: Apache-2.0
// Signing in at a station.
#include "app/clerk/clerk.h"
#include "app/ops/fields.h"
#include "app/ops/staffpins.h"
#include "db/store/records.h"

#include <algorithm>

namespace menzhen::clerk {

ops::PinProof studySignIn(const json& body, store::Database& database, const std::string& site,
                          const ports::Crypto& crypto) {
    ops::FieldReader read(body);
    const std::string user = read.text("user", 1, 32);
    const std::string pin = read.text("pin", 1, 32);
    if (read.error()) return {};
    core::Bytes salt;
    const auto looked = database.read([&]() -> core::Result<void> {
        salt = ops::saltOf(database, site, user);
        return {};
    });
    if (!looked || salt.empty()) return {};
    return ops::prove(crypto, pin, salt);
}

bool holdsRole(store::Database& database, const std::string& site, const std::string& user,
               std::initializer_list<std::string_view> roles) {
    const auto staff = store::find(database, site, "staff", {user});
    if (!staff || staff->text("state") != "active") return false;
    const std::string held = "," + staff->text("roles") + ","; // "doctor,manager": whole words
    return std::any_of(roles.begin(), roles.end(), [&](std::string_view role) {
        return held.find("," + std::string(role) + ",") != std::string::npos;
    });
}

Answer Clerk::signIn(const json& body, const ops::PinProof& proof) {
    ops::FieldReader read(body);
    const std::string user = read.text("user", 1, 32);
    const std::string pin = read.text("pin", 1, 32);
    read.optionalText("station", 12);
    if (const auto error = read.error()) return tl::unexpected(*error);
    if (const auto good = ops::checkPin(log_, user, pin, proof); !good)
        return tl::unexpected(good.error());
    const auto staff = store::find(setup_.database, site(), "staff", {user});
    return json{{"user", user}, {"name", staff->text("name")}, {"roles", staff->text("roles")}};
}

} // namespace menzhen::clerk
