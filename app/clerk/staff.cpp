// SPDX-License-Identifier: Apache-2.0
// Who works here: PINs and signing in. A PIN is never stored and never logged: scrypt of it is.
#include "app/clerk/clerk.h"

#include "app/ops/fields.h"
#include "db/store/records.h"

namespace menzhen::clerk {

namespace {

constexpr int maxTries = 5;
constexpr std::int64_t lockMs = 15 * 60'000;
constexpr std::size_t saltBytes = 16;
constexpr std::size_t hashBytes = 32;
constexpr std::size_t pinDigits = 6;

bool isPin(const std::string& pin) {
    return pin.size() == pinDigits && pin.find_first_not_of("0123456789") == std::string::npos;
}

} // namespace

core::Result<void> Clerk::setPin(const std::string& staff, const std::string& pin) {
    if (!isPin(pin)) return core::badData("bad-pin", "a PIN has 6 digits");
    core::Bytes salt(saltBytes);
    setup_.chance.fill(salt);
    const auto hash = setup_.crypto.scrypt(core::asBytes(pin), salt, {}, hashBytes);
    if (!hash) return tl::unexpected(hash.error());
    store::Query(setup_.database,
                 "INSERT OR REPLACE INTO pin (site, staff, salt, hash) VALUES (?, ?, ?, ?)")
        .bind(site())
        .bind(staff)
        .bind(core::ByteView(salt))
        .bind(core::ByteView(*hash))
        .run();
    return {};
}

Answer Clerk::signIn(const json& body) {
    ops::FieldReader read(body);
    const std::string user = read.text("user", 1, 32);
    const std::string pin = read.text("pin", 1, 32);
    read.optionalText("station", 12);
    if (const auto error = read.error()) return tl::unexpected(*error);
    // One answer for an unknown user and a wrong PIN.
    const auto wrong = [] { return core::refused("wrong-pin", "user or PIN is not right"); };
    const auto staff = store::find(setup_.database, site(), "staff", {user});
    store::Query query(
        setup_.database,
        "SELECT salt, hash, failures, locked_until FROM pin WHERE site = ? AND staff = ?");
    query.bind(site()).bind(user);
    if (!staff || staff->text("state") != "active" || !query.step()) return wrong();
    const std::int64_t now = setup_.clock.utcMs();
    if (query.integer(3) > now)
        return core::refused("locked",
                             "five wrong PINs: try again in 15 minutes, or ask the installer");
    const auto hash = setup_.crypto.scrypt(core::asBytes(pin), query.blob(0), {}, hashBytes);
    const bool good = hash && ports::equalSecrets(*hash, query.blob(1));
    const std::int64_t failures = good ? 0 : query.integer(2) + 1;
    const std::int64_t lockedUntil = failures >= maxTries ? now + lockMs : 0;
    store::Query(setup_.database,
                 "UPDATE pin SET failures = ?, locked_until = ? WHERE site = ? AND staff = ?")
        .bind(failures >= maxTries ? 0 : failures)
        .bind(lockedUntil)
        .bind(site())
        .bind(user)
        .run();
    // The count of failures stands although the command is refused: an error of one command does
    // not undo the writer's transaction.
    if (!good) return wrong();
    return json{{"user", user}, {"name", staff->text("name")}, {"roles", staff->text("roles")}};
}

} // namespace menzhen::clerk
