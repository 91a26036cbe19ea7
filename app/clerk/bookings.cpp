// SPDX-License-Identifier: Apache-2.0
// Bookings: a held slot and a person become a signed code.
#include "app/clerk/clerk.h"

#include "app/clerk/bookingindex.h"
#include "app/clerk/holdrules.h"
#include "app/clerk/personread.h"
#include "app/clerk/personrules.h"
#include "app/clerk/visitperson.h"
#include "app/clerk/waitlist.h"
#include "app/core/check.h"
#include "app/core/mask.h"
#include "app/core/timeunits.h"
#include "app/ops/codecheck.h"
#include "app/ops/fields.h"
#include "app/ops/personindex.h"
#include "app/ops/policyjson.h"
#include "db/store/records.h"

namespace menzhen::clerk {

namespace {

constexpr int lastDay = 99991231;

bool shortCodeTaken(store::Database& database, const std::string& site, int day,
                    const std::string& code) {
    store::Query query(database,
                       "SELECT 1 FROM booking WHERE site = ? AND short_code = ? AND day = ?");
    query.bind(site).bind(code).bind(day);
    return query.step();
}

std::string indexFor(const Person& person, const ports::Crypto& crypto, const SiteKeys& keys,
                     const std::string& site, int day) {
    const core::Bytes key = ops::dayKey(crypto, keys.lobbySecret, site, day);
    return core::toHex(ops::personIndex(crypto, key, site, day, person.idNumber));
}

/// 0: no such hold.
int dayOfHold(store::Database& database, const std::string& site, const std::string& hold) {
    const auto slots = store::select(database, site, "slot", "AND hold = ? AND hold <> ''", {hold});
    return slots.empty() ? 0 : static_cast<int>(slots.front().integer("day"));
}

} // namespace

DayIndex studyBooking(const json& body, store::Database& database, const std::string& site,
                      int today, const ports::Crypto& crypto, const SiteKeys& keys) {
    ops::FieldReader read(body);
    const std::string hold = read.text("hold", 1, 32);
    // Any day does for "today": it only tells whether the number can be one of somebody born.
    const auto person = readPerson(body, lastDay);
    if (read.error() || !person) return {};
    DayIndex found;
    const auto looked = database.read([&]() -> core::Result<void> {
        found.day = dayOfHold(database, site, hold);
        return {};
    });
    if (!looked || found.day == 0 || !indexedAtOnce(found.day, today)) return {};
    found.index = indexFor(*person, crypto, keys, site, found.day);
    return found;
}

std::string bookingCode(const std::string& site, const ports::Clock& clock, const SiteKeys& keys,
                        const store::Record& booking) {
    const int day = static_cast<int>(booking.integer("day"));
    core::CodeClaims claims;
    claims.issuer = site;
    claims.notBefore = clock.utcMsOf(day, 0) / 1000;
    claims.expires = clock.utcMsOf(day, 1440) / 1000;
    const auto cti = core::fromHex(booking.text("id"));
    MENZHEN_CHECK(cti && cti->size() == claims.cti.size(), "a booking whose id is no cti");
    std::copy(cti->begin(), cti->end(), claims.cti.begin());
    claims.day = day;
    claims.session = booking.text("session");
    claims.slot = static_cast<int>(booking.integer("slot"));
    claims.idHash = core::fromHex(booking.text("idhash")).value_or(core::Bytes{});
    return ops::makeCode(*keys.signing, claims);
}

namespace {

json answerOf(const ClerkSetup& setup, const std::string& site, const store::Record& booking,
              std::int64_t rev) {
    const std::string& shortCode = booking.text("short_code");
    json answer{{"id", booking.text("id")},
                {"code", bookingCode(site, setup.clock, setup.keys, booking)},
                {"short_code", shortCode.substr(0, 4) + "-" + shortCode.substr(4)},
                {"number", booking.text("number")},
                {"day", booking.integer("day")},
                {"session", booking.text("session")},
                {"slot", booking.integer("slot")},
                {"band", booking.integer("band")},
                {"masked", booking.text("masked")},
                {"revision", rev}};
    const auto sold =
        store::find(setup.database, site, "slot",
                    {booking.integer("day"), booking.text("session"), booking.integer("slot")});
    if (sold && sold->text("fee_state") == "unpaid")
        answer["pay_until"] = sold->integer("expires_at");
    return answer;
}

} // namespace

core::Result<Person> Clerk::bookedPerson(const json& body, const std::string& hold) {
    if (body.is_object() && body.contains("visit"))
        return personOfVisit(setup_.database, site(), people_, body["visit"],
                             setup_.clock.now().day);
    const bool named = body.contains("person") || body.contains("id_number");
    if (!named) {
        // In place of a booking of a stopped session: its patient need not say again who he is.
        const auto slots = store::select(setup_.database, site(), "slot",
                                         "AND hold = ? AND hold <> '' AND replaces <> ''", {hold});
        const auto before = slots.empty()
                                ? std::vector<store::Record>{}
                                : store::select(setup_.database, site(), "booking", "AND id = ?",
                                                {slots.front().text("replaces")});
        if (!before.empty()) {
            const auto known = people_.get(static_cast<int>(before.front().integer("day")),
                                           before.front().text("id"));
            if (!known) return tl::unexpected(known.error());
            if (*known) return **known;
        }
    }
    return readPerson(body, setup_.clock.now().day);
}

Answer Clerk::book(const json& body, const DayIndex& index) {
    if (const auto ready = notRecovering(); !ready) return tl::unexpected(ready.error());
    ops::FieldReader read(body);
    const std::string hold = read.text("hold", 1, 32);
    const std::string lang = read.optionalText("lang", 8, "zh");
    const std::string pay = read.optionalText("pay", 8, "window");
    if (pay != "now" && pay != "window") read.complain("pay", "must be now or window");
    if (const auto error = read.error()) return tl::unexpected(*error);
    const auto person = bookedPerson(body, hold);
    if (!person) return tl::unexpected(person.error());
    const auto slots =
        store::select(setup_.database, site(), "slot", "AND hold = ? AND hold <> ''", {hold});
    if (slots.empty()) return tl::unexpected(core::refusalOf("unknown-hold"));
    const int day = static_cast<int>(slots.front().integer("day"));
    if (const auto may =
            mayBook({setup_.database, site(), setup_.clock, people_, *person}, slots.front());
        !may)
        return tl::unexpected(may.error());
    std::string id;
    std::string shortCode;
    for (int draw = 0; draw < maxShortCodeDraws &&
                       (id.empty() || shortCodeTaken(setup_.database, site(), day, shortCode));
         ++draw) {
        id = drawId(8);
        core::Cti cti{};
        const auto bytes = core::fromHex(id);
        std::copy(bytes->begin(), bytes->end(), cti.begin());
        shortCode = ops::shortCode(setup_.crypto, cti);
        std::erase(shortCode, '-');
    }
    std::string idhash; // of a later day: bookingindex.h
    if (index.day == day)
        idhash = index.index;
    else if (indexedAtOnce(day, setup_.clock.now().day))
        idhash = indexFor(*person, setup_.crypto, setup_.keys, site(), day);
    json fields{{"hold", hold},
                {"booking", id},
                {"short_code", shortCode},
                {"masked", core::maskName(person->name)},
                {"idhash", idhash},
                {"lang", lang}};
    if (pay == "now") {
        const int minutes = ops::policyOf(setup_.database, site()).holdMinutes;
        fields["pay_until"] = setup_.clock.utcMs() + minutes * core::msPerMinute;
    }
    const auto made = log_.author({"booking.made", day, fields, {}, request_});
    if (!made) return tl::unexpected(made.error());
    people_.put(day, id, *person);
    const auto booking = store::find(setup_.database, site(), "booking", {std::int64_t{day}, id});
    return answerOf(setup_, site(), *booking, made->rev);
}

Answer Clerk::cancelBooking(const std::string& id, const std::string& by) {
    const auto found = store::select(setup_.database, site(), "booking", "AND id = ?", {id});
    if (found.empty()) return core::refused("unknown-booking", "no such booking");
    const store::Record& booking = found.front();
    const int day = static_cast<int>(booking.integer("day"));
    const bool staff =
        !by.empty() && holdsRole(setup_.database, site(), by, {"cashier", "nurse", "manager"});
    if (!by.empty() && !staff)
        return core::refused("not-allowed", "by: a cashier, nurse or manager of this site");
    const ports::LocalTime now = setup_.clock.now();
    const auto late =
        core::judgeCancel(ops::policyOf(setup_.database, site()), {now.day, now.minute}, day,
                          static_cast<int>(booking.integer("band")));
    if (booking.text("state") == "booked" && late && !staff)
        return tl::unexpected(errorOf(*late, setup_.clock));
    const auto cancelled = log_.author(
        {"booking.cancelled",
         day,
         {{"booking", id}, {"why", staff ? "staff" : "patient"}, {"release_at", drawRelease()}},
         by,
         {}});
    if (!cancelled) return tl::unexpected(cancelled.error());
    offerReturned(*this, day, booking.text("session"));
    return json{{"id", id}, {"state", "cancelled"}, {"revision", log_.rev()}};
}

std::int64_t Clerk::drawRelease() {
    core::Bytes draw(2);
    setup_.chance.fill(draw);
    const int minutes = 1 + (draw[0] << 8 | draw[1]) % maxCancelDelayMinutes;
    return setup_.clock.utcMs() + minutes * core::msPerMinute;
}

} // namespace menzhen::clerk
