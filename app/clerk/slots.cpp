// SPDX-License-Identifier: Apache-2.0
// Holds: put a slot aside while somebody confirms.
#include "app/clerk/clerk.h"

#include "app/clerk/holdrules.h"
#include "app/clerk/lottery.h"
#include "app/clerk/waitlist.h"
#include "app/core/calendar.h"
#include "app/core/timeunits.h"
#include "app/ops/fields.h"
#include "app/ops/policyjson.h"
#include "app/ops/waitlist.h"
#include "db/store/records.h"

namespace menzhen::clerk {

namespace {

/// A device may have printed just before its hold ran out: its op gets this long to arrive.
constexpr std::int64_t expiryGraceMs = 2 * core::msPerMinute;

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
    auto wish = readHoldWish(body);
    if (!wish) return tl::unexpected(wish.error());
    if (!wish->sealed.empty())
        wish->age = ageOfSealed(*wish, site(), *setup_.keys.sealing, setup_.clock.now().day);
    auto plan = mayHold(setup_.database, site(), setup_.clock, *wish);
    if (!plan) return tl::unexpected(plan.error());
    if (replaces.empty() && isDrawing(*this, *wish, *plan)) return enterDraw(*this, *wish, *plan);
    drawDue(*this); // a draw that is due comes before whoever asks after it
    if (wish->holder != "anonymous" &&
        openHolds(setup_.database, site(), wish->holder) >= maxHoldsPerHolder)
        return core::refused("too-many-holds", "confirm or release what is held first");
    // Whoever waits comes before whoever asks.
    if (someoneWaits(setup_.database, site(), wish->day, wish->session))
        offerReturned(*this, wish->day, wish->session);
    json fields = holdFields(wish->session, wish->holder, plan->policy.holdMinutes);
    fields["channel"] = wish->channel;
    if (plan->pools != std::vector<std::string>{wish->channel}) fields["pools"] = plan->pools;
    if (wish->band >= 0) fields["band"] = wish->band;
    if (!replaces.empty()) fields["replaces"] = replaces;
    const auto held = log_.author({"slot.held", wish->day, fields, wish->holder, request_});
    if (held) return holdAnswer(*held);
    if (held.error().code != "no-free-slot") return tl::unexpected(held.error());
    std::vector<core::RefusalNote> notes;
    const ports::LocalTime now = setup_.clock.now();
    if (core::waitlistIsOpen(plan->policy, {now.day, now.minute}, wish->day))
        notes.push_back({"waitlist", 1});
    return tl::unexpected(core::refusalOf("no-free-slot", notes));
}

json Clerk::holdFields(const std::string& session, const std::string& holder, int minutes) {
    return {{"session", session},
            {"hold", drawId(8)},
            {"holder", holder},
            {"expires_at", setup_.clock.utcMs() + minutes * core::msPerMinute}};
}

Answer Clerk::holdAnswer(const ops::Appended& held) {
    const store::Record& row = held.rows.front();
    const auto slot = store::find(setup_.database, site(), "slot",
                                  {row.integer("day"), row.text("session"), row.integer("slot")});
    json answer = heldSlot(*slot);
    answer["revision"] = held.rev;
    return answer;
}

json Clerk::heldSlot(const store::Record& slot) {
    const auto of = store::find(setup_.database, site(), "session",
                                {slot.integer("day"), slot.text("session")});
    return {{"hold", slot.text("hold")},
            {"day", slot.integer("day")},
            {"session", slot.text("session")},
            {"slot", slot.integer("slot")},
            {"number", slot.text("number")},
            {"band", slot.integer("band")},
            {"channel", slot.text("channel")},
            {"amount_fen", of->integer("amount_fen")},
            {"expires_at", slot.integer("expires_at")}};
}

Answer Clerk::showHold(const std::string& hold) {
    const auto slots =
        store::select(setup_.database, site(), "slot", "AND hold = ? AND hold <> ''", {hold});
    if (slots.empty()) return tl::unexpected(core::refusalOf("unknown-hold"));
    json answer = heldSlot(slots.front());
    answer["revision"] = rev();
    return answer;
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
    const int minutes = ops::policyOf(setup_.database, site()).holdMinutes;
    const auto held =
        log_.author({"slot.added", day, holdFields(session, holder, minutes), by, request_});
    if (!held) return tl::unexpected(held.error());
    return holdAnswer(*held);
}

Answer Clerk::releaseHold(const std::string& hold) {
    if (auto gone = endHold(hold, "cancelled"); !gone) return tl::unexpected(gone.error());
    return json{{"hold", hold}, {"state", "released"}, {"revision", rev()}};
}

core::Result<void> Clerk::endHold(const std::string& hold, const char* why) {
    const auto slots =
        store::select(setup_.database, site(), "slot", "AND hold = ? AND hold <> ''", {hold});
    if (slots.empty()) return tl::unexpected(core::refusalOf("unknown-hold"));
    const int day = static_cast<int>(slots.front().integer("day"));
    json fields{{"hold", hold}, {"why", why}};
    // An offer that nobody wanted rests like any place that was given back, unless the next one on
    // the list gets it.
    if (ops::waitlistOfHold(setup_.database, site(), hold)) fields["release_at"] = drawRelease();
    const auto released = log_.author({"hold.released", day, fields, {}, {}});
    if (!released) return tl::unexpected(released.error());
    offerReturned(*this, day, slots.front().text("session"));
    return {};
}

int Clerk::expireHolds() {
    purge();
    std::vector<std::string> over;
    {
        store::Query query(setup_.database,
                           "SELECT hold FROM slot INDEXED BY slot_held WHERE hold <> '' AND site = "
                           "? AND state = 'held' AND expires_at + CASE WHEN channel IN ('KIOSK', "
                           "'ELDER') THEN ? ELSE 0 END < ? LIMIT ?");
        query.bind(site()).bind(expiryGraceMs).bind(setup_.clock.utcMs()).bind(maxExpiriesPerSweep);
        while (query.step())
            over.push_back(query.text(0));
    }
    int ended = 0;
    for (const std::string& hold : over)
        if (endHold(hold, "expired")) ++ended;
    return ended;
}

} // namespace menzhen::clerk
