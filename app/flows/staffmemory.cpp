// SPDX-License-Identifier: Apache-2.0
#include "app/flows/staffmemory.h"

#include "app/ops/staffpins.h"
#include "db/store/records.h"

namespace menzhen::flows {

namespace {

using store::Query;

constexpr std::size_t saltBytes = 16;

struct Known {
    core::Bytes salt;
    core::Bytes hash;
    std::int64_t failures = 0;
    std::int64_t lockedUntilMs = 0;
    StaffView staff;
};

/// Nothing: never here, too long ago, or no active user any more.
std::optional<Known> find(FlowContext& context, const std::string& user) {
    const auto person = store::find(context.database(), context.site(), "staff", {user});
    Query query(context.database(), "SELECT salt, hash, signed_in_at, failures, locked_until FROM "
                                    "known_staff WHERE staff = ?");
    query.bind(user);
    if (!person || person->text("state") != "active" || !query.step()) return std::nullopt;
    const std::int64_t since = context.clock.utcMs() - query.integer(2);
    if (since > staffKnownMs || since < -staffClockSlackMs) return std::nullopt;
    return Known{query.blob(0),
                 query.blob(1),
                 query.integer(3),
                 query.integer(4),
                 {user, person->text("name"), person->text("roles")}};
}

tl::unexpected<SignInRefusal> refuse(const char* code, const char* detail,
                                     std::optional<int> triesLeft = std::nullopt) {
    return tl::unexpected(SignInRefusal{{core::ErrorKind::Refused, code, detail}, triesLeft});
}

core::Result<void> write(FlowContext& context, const std::string& user, const Known& known) {
    return context.database().transact([&]() -> core::Result<void> {
        Query(context.database(),
              "UPDATE known_staff SET failures = ?, locked_until = ? WHERE staff = ?")
            .bind(known.failures)
            .bind(known.lockedUntilMs)
            .bind(user)
            .run();
        return {};
    });
}

} // namespace

core::Result<void> rememberStaff(FlowContext& context, const std::string& user,
                                 const std::string& pin) {
    core::Bytes salt(saltBytes);
    context.chance.fill(salt);
    const ops::PinProof proof = ops::prove(context.crypto, pin, salt);
    return context.database().transact([&]() -> core::Result<void> {
        const std::int64_t now = context.clock.utcMs();
        Query(context.database(), "DELETE FROM known_staff WHERE signed_in_at < ?")
            .bind(now - staffKnownMs)
            .run();
        Query(context.database(),
              "INSERT OR REPLACE INTO known_staff (staff, salt, hash, signed_in_at) VALUES "
              "(?, ?, ?, ?)")
            .bind(user)
            .bind(core::ByteView(salt))
            .bind(core::ByteView(proof.hash))
            .bind(now)
            .run();
        return {};
    });
}

tl::expected<StaffView, SignInRefusal> knownStaff(FlowContext& context, const std::string& user,
                                                  const std::string& pin) {
    std::optional<Known> known;
    const auto read = context.database().read([&]() -> core::Result<void> {
        known = find(context, user);
        return {};
    });
    if (!read) return tl::unexpected(SignInRefusal{read.error(), std::nullopt});
    if (!known) return refuse("not-known-here", "no sign-in here within the last 7 days");
    const std::int64_t now = context.clock.utcMs();
    if (known->lockedUntilMs > now) return refuse("locked", "five wrong PINs");
    const bool good =
        ports::equalSecrets(ops::prove(context.crypto, pin, known->salt).hash, known->hash);
    const std::int64_t failures = good ? 0 : known->failures + 1;
    const bool locks = failures >= ops::maxPinTries;
    known->failures = locks ? 0 : failures;
    known->lockedUntilMs = locks ? now + ops::pinLockMs : 0;
    // A try that cannot be counted is none.
    if (const auto done = write(context, user, *known); !done)
        return tl::unexpected(SignInRefusal{done.error(), std::nullopt});
    if (good) return known->staff;
    return refuse("wrong-pin", "user or PIN is not right",
                  static_cast<int>(ops::maxPinTries - failures));
}

} // namespace menzhen::flows
