// SPDX-License-Identifier: Apache-2.0
// Finding a booking of today by its patient's identity number: asked at the registry, and the day
// keys with which a kiosk finds it by itself when it is cut off (security.md section 3).
#include "app/clerk/clerk.h"

#include "app/core/idnumber.h"
#include "app/ops/fields.h"
#include "app/ops/personindex.h"
#include "db/store/records.h"

namespace menzhen::clerk {

namespace {

constexpr std::int64_t msPerDay = 24LL * 60 * 60 * 1000;
constexpr std::size_t maxIdNumberBytes = 32;

core::Result<std::string> numberIn(const json& body, int today) {
    ops::FieldReader read(body);
    const std::string typed = read.text("id_number", 1, maxIdNumberBytes);
    if (const auto error = read.error()) return tl::unexpected(*error);
    const auto id = core::parseIdNumber(typed, today);
    if (!id) return tl::unexpected(id.error());
    return id->number;
}

std::string indexOf(const std::string& number, const std::string& site, int day,
                    const ports::Crypto& crypto, const SiteKeys& keys) {
    const core::Bytes key = ops::dayKey(crypto, keys.lobbySecret, site, day);
    return core::toHex(ops::personIndex(crypto, key, site, day, number));
}

} // namespace

DayIndex studyLookup(const json& body, const std::string& site, const ports::Clock& clock,
                     const ports::Crypto& crypto, const SiteKeys& keys) {
    const int today = clock.now().day;
    const auto number = numberIn(body, today);
    if (!number) return {};
    return {today, indexOf(*number, site, today, crypto, keys)};
}

core::Result<void> Clerk::isKiosk(const std::string& peer) {
    if (peer.empty()) return {};
    const auto device = log_.device(peer);
    if (device && device->role == "kiosk") return {};
    return core::refused("not-a-kiosk", "only a kiosk finds patients by their number");
}

Answer Clerk::dayKeys(const std::string& peer) {
    if (const auto kiosk = isKiosk(peer); !kiosk) return tl::unexpected(kiosk.error());
    json days = json::array();
    const std::int64_t now = setup_.clock.utcMs();
    for (const std::int64_t atMs : {now, now + msPerDay}) {
        const int day = setup_.clock.local(atMs).day;
        const core::Bytes key = ops::dayKey(setup_.crypto, setup_.keys.lobbySecret, site(), day);
        days.push_back({{"day", day}, {"key", core::toHex(key)}});
    }
    return json{{"days", std::move(days)}};
}

Answer Clerk::findBookings(const json& body, const DayIndex& index, const std::string& peer) {
    if (const auto kiosk = isKiosk(peer); !kiosk) return tl::unexpected(kiosk.error());
    const int today = setup_.clock.now().day;
    const auto number = numberIn(body, today);
    if (!number) return tl::unexpected(number.error());
    if (!lookups_[peer].allow(setup_.clock.monotonicMs()))
        return core::refused("too-many-lookups", "five look-ups a minute and kiosk");
    const std::string wanted = index.day == today
                                   ? index.index
                                   : indexOf(*number, site(), today, setup_.crypto, setup_.keys);
    json found = json::array();
    for (const store::Record& row :
         store::select(setup_.database, site(), "booking",
                       "AND day = ? AND idhash = ? AND state <> 'cancelled' ORDER BY state <> "
                       "'booked', band, id",
                       {std::int64_t{today}, wanted}))
        found.push_back({{"id", row.text("id")},
                         {"day", today},
                         {"session", row.text("session")},
                         {"band", row.integer("band")},
                         {"state", row.text("state")}});
    return json{{"bookings", std::move(found)}};
}

} // namespace menzhen::clerk
