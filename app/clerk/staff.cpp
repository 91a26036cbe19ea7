// SPDX-License-Identifier: Apache-2.0
// Signing in at a station.
#include "app/clerk/clerk.h"
#include "app/ops/fields.h"
#include "app/ops/staffpins.h"
#include "db/store/records.h"

namespace menzhen::clerk {

Answer Clerk::signIn(const json& body) {
    ops::FieldReader read(body);
    const std::string user = read.text("user", 1, 32);
    const std::string pin = read.text("pin", 1, 32);
    read.optionalText("station", 12);
    if (const auto error = read.error()) return tl::unexpected(*error);
    if (const auto good = ops::checkPin(log_, user, pin); !good)
        return tl::unexpected(good.error());
    const auto staff = store::find(setup_.database, site(), "staff", {user});
    return json{{"user", user}, {"name", staff->text("name")}, {"roles", staff->text("roles")}};
}

} // namespace menzhen::clerk
