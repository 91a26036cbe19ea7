// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/holdrules.h"

#include "app/core/idnumber.h"
#include "app/ops/fields.h"
#include "app/ops/policyjson.h"
#include "app/ops/slots.h"

namespace menzhen::clerk {

namespace {

using store::Record;

constexpr std::size_t maxSealedDigits = 1024; ///< hexadecimal
constexpr int oldest = 150;

core::SessionFacts factsOf(store::Database& database, const std::string& site,
                           const Record& session) {
    core::SessionFacts facts;
    facts.open = session.text("state") == "open";
    facts.end = static_cast<int>(session.integer("end_minute"));
    facts.switchedOn = bookingIsOn(database, site);
    facts.stopped = !facts.open && store::find(database, site, "session_stop",
                                               {session.integer("day"), session.text("id")});
    const auto department = store::find(database, site, "department", {session.text("department")});
    facts.bookable = !department || department->integer("bookable") != 0;
    return facts;
}

} // namespace

core::Error errorOf(const core::BookingRefusal& refusal, const ports::Clock& clock) {
    std::vector<core::RefusalNote> notes;
    const auto note = [&](const char* name, const std::optional<core::LocalMoment>& moment) {
        if (moment) notes.push_back({name, clock.utcMsOf(moment->day, moment->minute)});
    };
    note("opens_at", refusal.opensAt);
    note("until_at", refusal.untilAt);
    return core::refusalOf(refusal.code, notes);
}

bool bookingIsOn(store::Database& database, const std::string& site) {
    store::Query query(database, "SELECT 1 FROM organization WHERE site = ? AND booking = 'off'");
    query.bind(site);
    return !query.step();
}

core::Result<HoldWish> readHoldWish(const nlohmann::json& body) {
    ops::FieldReader read(body);
    HoldWish wish;
    wish.day = static_cast<int>(read.integer("day", 19700101, 99991231));
    wish.session = read.text("session", 1, 12);
    wish.band = read.optionalInteger("band", 0, 1439, -1);
    wish.channel = read.optionalText("channel", 16, ops::phoneChannel);
    wish.holder = read.optionalText("holder", 32, "anonymous");
    wish.age = static_cast<int>(read.optionalInteger("age", 0, oldest, -1));
    wish.sealed = read.optionalText("sealed", maxSealedDigits);
    if (ops::isPrintedFrom(wish.channel)) wish.age = -1;
    wish.asOfMs = read.optionalInteger("as_of", 0, ops::maxInteger, 0);
    if (const auto error = read.error()) return tl::unexpected(*error);
    if (!core::isDay(wish.day)) return core::badData("bad-field", "day: is no date (yyyymmdd)");
    return wish;
}

int ageOfSealed(const HoldWish& wish, const std::string& site, const ports::PrivateKey& sealing,
                int today) {
    const auto sealed = core::fromHex(wish.sealed);
    if (!sealed) return -1;
    const std::string place = site + "/" + ops::holdSealPlace(wish.session, wish.day);
    const auto plain = sealing.openSealed(*sealed, core::asBytes(place));
    if (!plain) return -1;
    const auto fields = nlohmann::json::parse(plain->begin(), plain->end(), nullptr, false);
    const auto number = fields.is_object() ? fields.find("id_number") : fields.end();
    if (!fields.is_object() || number == fields.end() || !number->is_string()) return -1;
    const auto id = core::parseIdNumber(number->get<std::string>(), today);
    return id ? core::ageOn(id->birth, today) : -1;
}

core::Result<HoldPlan> mayHold(store::Database& database, const std::string& site,
                               const ports::Clock& clock, const HoldWish& wish) {
    const auto refuse = [&](const std::optional<core::BookingRefusal>& refusal) {
        return tl::unexpected(errorOf(*refusal, clock));
    };
    core::BookingPolicy policy = ops::policyOf(database, site);
    const ports::LocalTime now = clock.now();
    const core::WhenFacts when{{now.day, now.minute}, wish.day, core::isOnSite(wish.channel)};
    if (const auto stale = core::judgeAge(wish.asOfMs, clock.utcMs())) return refuse(stale);
    if (!bookingIsOn(database, site)) return tl::unexpected(core::refusalOf("booking-off"));
    if (const auto closed = core::judgeDay(policy, when)) return refuse(closed);
    auto session = store::find(database, site, "session", {std::int64_t{wish.day}, wish.session});
    if (!session) return core::refused("unknown-session", "no such session on that day");
    if (const auto no = core::judgeSession(factsOf(database, site, *session), when))
        return refuse(no);
    // Whoever stands in the hall has no way in: neither kiosk nor window gives such a place.
    if (ops::isVirtual(*session) && core::isOnSite(wish.channel))
        return tl::unexpected(core::refusalOf("virtual-visit"));
    if (const auto no = core::judgePool(policy, wish.channel, wish.age)) return refuse(no);
    auto pools = core::poolsFor(policy, wish.channel, wish.age, when,
                                static_cast<int>(session->integer("end_minute")));
    return HoldPlan{std::move(policy), std::move(*session), when, std::move(pools)};
}

} // namespace menzhen::clerk
