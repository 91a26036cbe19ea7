// SPDX-License-Identifier: Apache-2.0
// Holds: put a slot aside while somebody confirms.
#include "app/clerk/clerk.h"

#include "app/core/calendar.h"
#include "app/ops/fields.h"
#include "db/store/records.h"

namespace menzhen::clerk {

namespace {

constexpr int defaultHoldMinutes = 10;
constexpr int defaultAdvanceDays = 14;
constexpr std::int64_t msPerMinute = 60'000;
/// A device may have printed just before its hold ran out: its op gets this long to arrive.
constexpr std::int64_t expiryGraceMs = 2 * msPerMinute;

int openHolds(store::Database& database, const std::string& site, const std::string& holder) {
    store::Query query(database, "SELECT count(*) FROM slot INDEXED BY slot_held WHERE site = ? "
                                 "AND hold <> '' AND holder = ?");
    query.bind(site).bind(holder);
    query.step();
    return static_cast<int>(query.integer(0));
}

} // namespace

Answer Clerk::hold(const json& body) {
    return holdSlot(body, {});
}

Answer Clerk::holdInstead(const json& body, const std::string& replaces) {
    return holdSlot(body, replaces);
}

Answer Clerk::holdSlot(const json& body, const std::string& replaces) {
    if (const auto ready = notRecovering(); !ready) return tl::unexpected(ready.error());
    ops::FieldReader read(body);
    const int day = static_cast<int>(read.integer("day", 19700101, 99991231));
    const std::string session = read.text("session", 1, 12);
    const std::int64_t band = read.optionalInteger("band", 0, 1439, -1);
    const std::string channel = read.optionalText("channel", 16, "PHONE");
    const std::string holder = read.optionalText("holder", 32, "anonymous");
    if (const auto error = read.error()) return tl::unexpected(*error);
    if (!core::isDay(day)) return core::badData("bad-field", "day: is no date (yyyymmdd)");
    const json rules = policy();
    const int ahead = core::daysBetween(setup_.clock.now().day, day);
    if (ahead > rules.value("advance_days_max", defaultAdvanceDays))
        return core::refused("too-far-ahead", "that day is not open for booking yet");
    if (holder != "anonymous" && openHolds(setup_.database, site(), holder) >= maxHoldsPerHolder)
        return core::refused("too-many-holds", "confirm or release what is held first");
    json fields = holdFields(session, holder);
    fields["channel"] = channel;
    if (band >= 0) fields["band"] = band;
    if (!replaces.empty()) fields["replaces"] = replaces;
    const auto held = log_.author({"slot.held", day, fields, holder, request_});
    if (!held) return tl::unexpected(held.error());
    return holdAnswer(*held);
}

json Clerk::holdFields(const std::string& session, const std::string& holder) {
    const std::int64_t minutes = policy().value("hold_minutes", defaultHoldMinutes);
    return {{"session", session},
            {"hold", drawId(8)},
            {"holder", holder},
            {"expires_at", setup_.clock.utcMs() + minutes * msPerMinute}};
}

Answer Clerk::holdAnswer(const ops::Appended& held) {
    const store::Record& row = held.rows.front();
    const std::int64_t day = row.integer("day");
    const auto slot = store::find(setup_.database, site(), "slot",
                                  {day, row.text("session"), row.integer("slot")});
    const auto of = store::find(setup_.database, site(), "session", {day, row.text("session")});
    return json{{"hold", slot->text("hold")},
                {"day", day},
                {"session", row.text("session")},
                {"slot", slot->integer("slot")},
                {"number", slot->text("number")},
                {"band", slot->integer("band")},
                {"channel", slot->text("channel")},
                {"amount_fen", of->integer("amount_fen")},
                {"expires_at", slot->integer("expires_at")},
                {"revision", held.rev}};
}

Answer Clerk::addExtra(const std::string& session, const json& body) {
    if (const auto ready = notRecovering(); !ready) return tl::unexpected(ready.error());
    ops::FieldReader read(body);
    const int day = static_cast<int>(read.integer("day", 19700101, 99991231));
    const std::string by = read.text("by", 1, 32);
    const std::string holder = read.optionalText("holder", 32, by);
    if (const auto error = read.error()) return tl::unexpected(*error);
    if (!core::isDay(day)) return core::badData("bad-field", "day: is no date (yyyymmdd)");
    if (!holdsRole(setup_.database, site(), by, {"doctor", "nurse", "manager"}))
        return core::refused("not-allowed", "by: a doctor, nurse or manager of this site");
    const auto held = log_.author({"slot.added", day, holdFields(session, holder), by, request_});
    if (!held) return tl::unexpected(held.error());
    return holdAnswer(*held);
}

Answer Clerk::releaseHold(const std::string& hold) {
    const auto slots =
        store::select(setup_.database, site(), "slot", "AND hold = ? AND hold <> ''", {hold});
    if (slots.empty()) return core::refused("unknown-hold", "no such hold, or it has ended");
    const auto released = log_.author({"hold.released",
                                       static_cast<int>(slots.front().integer("day")),
                                       {{"hold", hold}, {"why", "cancelled"}},
                                       {},
                                       {}});
    if (!released) return tl::unexpected(released.error());
    return json{{"hold", hold}, {"state", "released"}, {"revision", released->rev}};
}

int Clerk::expireHolds() {
    purge();
    std::vector<std::pair<std::string, std::int64_t>> over;
    {
        store::Query query(setup_.database,
                           "SELECT hold, day FROM slot INDEXED BY slot_held WHERE hold <> '' AND "
                           "site = ? AND state = "
                           "'held' AND expires_at + CASE channel WHEN 'KIOSK' THEN ? ELSE 0 END "
                           "< ? LIMIT ?");
        query.bind(site()).bind(expiryGraceMs).bind(setup_.clock.utcMs()).bind(maxExpiriesPerSweep);
        while (query.step())
            over.emplace_back(query.text(0), query.integer(1));
    }
    int ended = 0;
    for (const auto& [hold, day] : over)
        if (log_.author({"hold.released",
                         static_cast<int>(day),
                         {{"hold", hold}, {"why", "expired"}},
                         {},
                         {}}))
            ++ended;
    return ended;
}

} // namespace menzhen::clerk
