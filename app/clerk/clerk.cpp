// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/clerk.h"

#include "app/clerk/lottery.h"
#include "app/clerk/payments.h"
#include "app/clerk/personrules.h"
#include "app/clerk/served.h"
#include "app/clerk/waitlist.h"
#include "app/core/bugs.h"
#include "app/core/calendar.h"
#include "db/store/oplog.h"
#include "db/store/records.h"

namespace menzhen::clerk {

namespace {

constexpr int afternoonOpensMinutes = 30;
/// Devices that were cut off in the evening have an hour to say who came.
constexpr int noshowsFromMinute = 60;

json keyRow(const ports::PrivateKey& key, const char* scope, std::int64_t nowSeconds) {
    const core::Kid kid = key.kid();
    // Valid since the day before: the clocks of a lobby are not the registry's.
    return {
        {"id", core::toHex(kid)}, {"spki", core::toHex(key.publicKey().spki)}, {"device", "REG"},
        {"scope", scope},         {"valid_from", nowSeconds - 86400},          {"valid_until", 0},
        {"revoked_after", 0}};
}

} // namespace

Clerk::Clerk(std::string site, const ClerkSetup& setup)
    : setup_(setup), log_(setup.database, site, setup.crypto, setup.clock, setup.chance),
      people_(setup.database, std::move(site), setup.crypto, setup.chance, setup.keys) {}

core::Result<void> Clerk::publishKeys() {
    noteStart();
    const std::int64_t now = setup_.clock.utcMs() / 1000;
    const std::pair<const ports::PrivateKey*, const char*> keys[] = {
        {setup_.keys.signing.get(), "01"}, {setup_.keys.sealing.get(), "2"}};
    for (const auto& [key, scope] : keys) {
        const std::string kid = core::toHex(key->kid());
        if (store::find(setup_.database, site(), "trusted_key", {kid})) continue;
        const auto done =
            log_.author({"record.defined",
                         0,
                         {{"table", "trusted_key"}, {"row", keyRow(*key, scope, now)}},
                         {},
                         {}});
        if (!done) return tl::unexpected(done.error());
    }
    return {};
}

std::string Clerk::drawId(std::size_t bytes) {
    core::Bytes id(bytes);
    setup_.chance.fill(id);
    return core::toHex(id);
}

void Clerk::sweep() {
    expireHolds();
    releaseSilent();
    openDays();
    carryOver();
    drawDue(*this);
    sweepWaitlist(*this);
    recordServed(*this);
    sweepPayments(*this);
    const ports::LocalTime now = setup_.clock.now();
    if (now.minute >= noshowsFromMinute && std::exchange(noshowsFor_, now.day) != now.day)
        listNoshows(setup_.database, site(), now.day);
}

Answer Clerk::once(const std::string& key, const std::string& body,
                   const std::function<Answer()>& command) {
    if (key.empty() || bugs::active(bugs::ForgetAnswers)) return command();
    const int day = setup_.clock.now().day;
    // Keyed: a body holds names and numbers, which a plain hash would give to whoever guesses.
    const core::Digest digest = setup_.crypto.hmacSha256(setup_.keys.indexKey, core::asBytes(body));
    auto stored = store::findAnswer(setup_.database, site(), day, key);
    // Asked before midnight, repeated after it.
    if (!stored) stored = store::findAnswer(setup_.database, site(), core::addDays(day, -1), key);
    if (stored) {
        if (stored->digest != core::Bytes(digest.begin(), digest.end()))
            return core::refused("key-reused",
                                 "this Idempotency-Key came before with another body");
        return json::parse(stored->body);
    }
    request_ = key;
    Answer answer = command();
    request_.clear();
    if (answer)
        store::setAnswer(setup_.database, site(), day, key,
                         {core::Bytes(digest.begin(), digest.end()), 200, answer->dump()});
    return answer;
}

core::Result<void> Clerk::notRecovering() const {
    if (setup_.clock.monotonicMs() >= waitUntilMs_) return {};
    return core::fail(core::ErrorKind::Busy, "recovering",
                      "this registry was restored and gets back what it lost: try again");
}

void Clerk::purge() {
    const int today = setup_.clock.now().day;
    if (std::exchange(purgedDay_, today) == today) return;
    // Asked before midnight, repeated after it: yesterday's are still there.
    for (const char* sql : {"DELETE FROM answer WHERE site = ? AND day < ?",
                            "DELETE FROM command WHERE site = ? AND day < ?"})
        store::Query(setup_.database, sql).bind(site()).bind(core::addDays(today, -1)).run();
}

std::string halfDayAt(store::Database& database, const std::string& site,
                      const ports::LocalTime& now) {
    store::Query query(database, "SELECT coalesce(min(start_minute), 1440) FROM session WHERE site "
                                 "= ? AND day = ? AND half = 'PM'");
    query.bind(site).bind(now.day);
    query.step();
    return now.minute >= query.integer(0) - afternoonOpensMinutes ? "PM" : "AM";
}

} // namespace menzhen::clerk
