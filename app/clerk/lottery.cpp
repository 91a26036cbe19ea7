// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/lottery.h"

#include "app/core/calendar.h"
#include "app/core/draw.h"
#include "app/core/timeunits.h"
#include "app/ops/policyjson.h"
#include "app/ops/slots.h"
#include "db/store/records.h"

namespace menzhen::clerk {

namespace {

using store::Query;
using store::Record;

std::int64_t releaseMs(const ports::Clock& clock, const core::BookingPolicy& policy, int day) {
    const core::LocalMoment release = core::releaseOf(policy, day);
    return clock.utcMsOf(release.day, release.minute);
}

std::optional<Record> entryOf(Clerk& clerk, int day, const std::string& session,
                              const std::string& holder) {
    if (holder == "anonymous") return std::nullopt;
    auto rows = store::select(clerk.log().database(), clerk.site(), "draw_entry",
                              "AND day = ? AND session = ? AND holder = ? LIMIT 1",
                              {std::int64_t{day}, session, holder});
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
}

bool isFull(Clerk& clerk, int day, const std::string& session) {
    Query query(clerk.log().database(),
                "SELECT count(*) FROM draw_entry WHERE site = ? AND day = ? AND session = ?");
    query.bind(clerk.site()).bind(day).bind(session);
    query.step();
    return query.integer(0) >= maxDrawEntries;
}

json drawing(const std::string& draw, std::int64_t drawnAtMs, int day, const std::string& session) {
    return {{"code", "drawing"}, {"rule", core::ruleOf("drawing")},
            {"draw", draw},      {"drawn_at", drawnAtMs},
            {"day", day},        {"session", session}};
}

/// Any band will do where the wished one has gone.
bool holdFor(Clerk& clerk, const Record& entry, int holdMinutes) {
    const int day = static_cast<int>(entry.integer("day"));
    json fields{{"session", entry.text("session")},
                {"hold", clerk.drawId(8)},
                {"holder", entry.text("holder")},
                {"channel", entry.text("channel")},
                {"draw", entry.text("id")},
                {"expires_at", clerk.log().clock().utcMs() + holdMinutes * core::msPerMinute}};
    if (entry.integer("band") >= 0) {
        json wished = fields;
        wished["band"] = entry.integer("band");
        if (clerk.log().author({"slot.held", day, wished, entry.text("holder"), {}})) return true;
    }
    return clerk.log().author({"slot.held", day, fields, entry.text("holder"), {}}).has_value();
}

void drawOne(Clerk& clerk, int day, const std::string& session, int holdMinutes) {
    core::Bytes bytes(8);
    clerk.setup().chance.fill(bytes);
    std::uint64_t seed = 0;
    for (const std::uint8_t byte : bytes)
        seed = seed << 8 | byte;
    const auto drawn = clerk.log().author(
        {"draw.drawn", day, {{"session", session}, {"seed", core::seedToText(seed)}}, {}, {}});
    if (!drawn) return;
    for (const Record& entry :
         store::select(clerk.log().database(), clerk.site(), "draw_entry",
                       "AND day = ? AND session = ? ORDER BY rank", {std::int64_t{day}, session}))
        if (!holdFor(clerk, entry, holdMinutes)) return; // nothing is left
}

} // namespace

bool isContested(store::Database& database, const std::string& site, const ports::Clock& clock,
                 const core::BookingPolicy& policy, const Record& session) {
    const auto day = static_cast<int>(session.integer("day"));
    const auto before = store::select(
        database, site, "session", "AND day < ? AND day >= ? AND id = ? ORDER BY day DESC LIMIT 1",
        {std::int64_t{day}, std::int64_t{core::addDays(day, -contestReachDays)},
         session.text("id")});
    if (before.empty()) return false;
    const Record& last = before.front();
    const auto lastDay = static_cast<int>(last.integer("day"));
    const std::int64_t soldOut = last.integer("sold_out_at");
    const std::int64_t minute = policy.lotterySeconds * core::msPerSecond;
    // A drawn session sells out at the draw: that counts as its first minute too.
    if (soldOut > 0 && soldOut - releaseMs(clock, policy, lastDay) <= 2 * minute) return true;
    Query query(database,
                "SELECT 1 FROM waitlist WHERE site = ? AND day = ? AND department = ? AND "
                "session IN ('', ?) LIMIT 1");
    query.bind(site).bind(lastDay).bind(last.text("department")).bind(last.text("id"));
    return query.step();
}

bool isDrawing(Clerk& clerk, const HoldWish& wish, const HoldPlan& plan) {
    if (!plan.policy.lotteryEnabled || plan.when.onSite) return false;
    const ports::Clock& clock = clerk.log().clock();
    const std::int64_t since = clock.utcMs() - releaseMs(clock, plan.policy, wish.day);
    if (since < 0 || since >= plan.policy.lotterySeconds * core::msPerSecond) return false;
    return isContested(clerk.log().database(), clerk.site(), clock, plan.policy, plan.session);
}

Answer enterDraw(Clerk& clerk, const HoldWish& wish, const HoldPlan& plan) {
    const std::int64_t drawnAt = releaseMs(clerk.log().clock(), plan.policy, wish.day) +
                                 plan.policy.lotterySeconds * core::msPerSecond;
    if (const auto known = entryOf(clerk, wish.day, wish.session, wish.holder))
        return drawing(known->text("id"), drawnAt, wish.day, wish.session);
    if (isFull(clerk, wish.day, wish.session)) return tl::unexpected(core::refusalOf("slow-down"));
    const std::string id = clerk.drawId(8);
    json fields{{"session", wish.session},
                {"entry", id},
                {"holder", wish.holder},
                {"channel", wish.channel},
                {"drawn_at", drawnAt}};
    if (wish.band >= 0) fields["band"] = wish.band;
    const auto entered =
        clerk.log().author({"draw.entered", wish.day, fields, wish.holder, clerk.request()});
    if (!entered) return tl::unexpected(entered.error());
    return drawing(id, drawnAt, wish.day, wish.session);
}

Answer drawState(Clerk& clerk, const std::string& draw, const std::string& holder) {
    const std::int64_t today = clerk.log().clock().now().day;
    const auto rows = store::select(clerk.log().database(), clerk.site(), "draw_entry",
                                    "AND day >= ? AND id = ?", {today, draw});
    if (rows.empty() || (!holder.empty() && rows.front().text("holder") != holder))
        return core::refused("unknown-draw", "no such draw");
    const Record& entry = rows.front();
    const auto of = store::find(clerk.log().database(), clerk.site(), "draw",
                                {entry.integer("day"), entry.text("session")});
    json answer{{"draw", draw},
                {"state", entry.text("state")},
                {"drawn_at", of ? of->integer("drawn_at") : 0},
                {"day", entry.integer("day")},
                {"session", entry.text("session")}};
    if (entry.text("state") == "won") {
        answer["rank"] = entry.integer("rank");
        if (auto hold = clerk.showHold(entry.text("hold"))) answer["hold"] = std::move(*hold);
    }
    if (entry.text("state") == "lost") {
        answer["code"] = "drawn-out";
        answer["rule"] = core::ruleOf("drawn-out");
        answer["waitlist"] = ops::policyOf(clerk.log().database(), clerk.site()).waitlistEnabled;
    }
    return answer;
}

int drawDue(Clerk& clerk) {
    std::vector<std::pair<int, std::string>> due;
    {
        Query query(clerk.log().database(),
                    "SELECT day, session FROM draw WHERE site = ? AND state "
                    "= 'open' AND drawn_at <= ? LIMIT ?");
        query.bind(clerk.site()).bind(clerk.log().clock().utcMs()).bind(maxDrawsPerSweep);
        while (query.step())
            due.emplace_back(static_cast<int>(query.integer(0)), query.text(1));
    }
    if (due.empty()) return 0;
    const int minutes = ops::policyOf(clerk.log().database(), clerk.site()).holdMinutes;
    for (const auto& [day, session] : due)
        drawOne(clerk, day, session, minutes);
    return static_cast<int>(due.size());
}

} // namespace menzhen::clerk
