// SPDX-License-Identifier: Apache-2.0
// Finding a booking by its patient's identity number, or by phone number or short code with the
// birth date: asked at the registry, and the day keys with which a kiosk finds an identity number
// by itself when it is cut off (security.md section 3). Whoever asks hears the same of a number
// that nobody has and of a birth date that is not its patient's.
#include "app/clerk/clerk.h"

#include "app/clerk/personread.h"
#include "app/core/calendar.h"
#include "app/core/idnumber.h"
#include "app/core/shortcode.h"
#include "app/core/timeunits.h"
#include "app/ops/fields.h"
#include "app/ops/personindex.h"
#include "db/store/records.h"

namespace menzhen::clerk {

namespace {

constexpr std::size_t maxIdNumberBytes = 32;
constexpr std::size_t maxShortCodeBytes = 16;

/// What is looked for: a number, or one of the two others with the birth date.
struct Sought {
    std::string idNumber;
    std::string phone;
    std::string shortCode;
    int birthDay = 0;
};

core::Result<Sought> readSought(const json& body, int today) {
    ops::FieldReader read(body);
    Sought sought;
    const bool byPhone = body.is_object() && body.contains("phone");
    const bool byCode = body.is_object() && body.contains("short_code");
    if (byPhone && byCode) read.complain("short_code", "one key at a time");
    if (byPhone || byCode) {
        if (byPhone) sought.phone = read.text("phone", 1, maxPhoneBytes);
        if (byCode) sought.shortCode = read.text("short_code", 1, maxShortCodeBytes);
        sought.birthDay = static_cast<int>(read.integer("birth", 19000101, today));
        if (!read.error() && !core::isDay(sought.birthDay))
            read.complain("birth", "is no date (yyyymmdd)");
    } else {
        sought.idNumber = read.text("id_number", 1, maxIdNumberBytes);
    }
    if (const auto error = read.error()) return tl::unexpected(*error);
    if (byCode) {
        const auto code = core::readShortCode(sought.shortCode);
        if (!code) return tl::unexpected(code.error());
        sought.shortCode = *code;
        std::erase(sought.shortCode, '-');
    } else if (!byPhone) {
        const auto id = core::parseIdNumber(sought.idNumber, today);
        if (!id) return tl::unexpected(id.error());
        sought.idNumber = id->number;
    }
    return sought;
}

constexpr const char* firstWithoutTicket = " ORDER BY state <> 'booked', band, id";

std::vector<store::Record> bookingsOf(store::Database& database, const std::string& site,
                                      const std::vector<std::string>& ids, int today) {
    if (ids.empty()) return {};
    std::string tail = "AND day = ? AND state <> 'cancelled' AND id IN (?";
    std::vector<store::Cell> cells{std::int64_t{today}, ids.front()};
    for (std::size_t i = 1; i < ids.size() && i < std::size_t{maxHoldsPerHolder}; ++i) {
        tail += ", ?";
        cells.emplace_back(ids[i]);
    }
    return store::select(database, site, "booking", tail + ")" + firstWithoutTicket, cells);
}

std::vector<store::Record> byPhone(store::Database& database, const std::string& site,
                                   const People& people, const Sought& sought, int today) {
    const core::Bytes index = people.phoneIndex(sought.phone, sought.birthDay);
    std::vector<std::string> ids;
    store::Query query(database, "SELECT id FROM person INDEXED BY person_phone_index WHERE "
                                 "phone_index = ? AND site = ? AND day = ?");
    query.bind(core::ByteView(index)).bind(site).bind(today);
    while (query.step())
        ids.push_back(query.text(0));
    return bookingsOf(database, site, ids, today);
}

/// By the registry's own index: the lobby's takes scrypt's time, and a booking may not have it yet.
std::vector<store::Record> byNumber(store::Database& database, const std::string& site,
                                    const People& people, const std::string& number, int today) {
    const core::Bytes index = people.idIndex(number);
    std::vector<std::string> ids;
    store::Query query(database, "SELECT id FROM person INDEXED BY person_id_index WHERE "
                                 "id_index = ? AND site = ? AND day = ?");
    query.bind(core::ByteView(index)).bind(site).bind(today);
    while (query.step())
        ids.push_back(query.text(0));
    return bookingsOf(database, site, ids, today);
}

/// Of today and tomorrow: a kiosk says of a later one only that it is not today's.
std::vector<store::Record> byShortCode(store::Database& database, const std::string& site,
                                       People& people, const Sought& sought, int today) {
    std::vector<store::Record> found =
        store::select(database, site, "booking",
                      "AND short_code = ? AND day BETWEEN ? AND ? AND state <> 'cancelled' ORDER "
                      "BY day LIMIT 1",
                      {sought.shortCode, std::int64_t{today}, std::int64_t{core::nextDay(today)}});
    if (found.empty()) return found;
    const auto person =
        people.get(static_cast<int>(found.front().integer("day")), found.front().text("id"));
    if (!person || !*person || (*person)->birthDay != sought.birthDay) found.clear();
    return found;
}

} // namespace

core::Result<void> Clerk::isKiosk(const std::string& peer) {
    if (peer.empty()) return {};
    const auto device = log_.device(peer);
    if (device && device->role == "kiosk") return {};
    return core::refused("not-a-kiosk", "only a kiosk finds patients by their number");
}

core::Result<void> Clerk::mayLookUp(const std::string& peer) {
    if (auto kiosk = isKiosk(peer); !kiosk) return kiosk;
    if (lookups_[peer].allow(setup_.clock.monotonicMs())) return {};
    return core::refused("too-many-lookups", "five look-ups a minute and kiosk");
}

Answer Clerk::dayKeys(const std::string& peer) {
    if (const auto kiosk = isKiosk(peer); !kiosk) return tl::unexpected(kiosk.error());
    json days = json::array();
    const std::int64_t now = setup_.clock.utcMs();
    for (const std::int64_t atMs : {now, now + core::msPerDay}) {
        const int day = setup_.clock.local(atMs).day;
        const core::Bytes key = ops::dayKey(setup_.crypto, setup_.keys.lobbySecret, site(), day);
        days.push_back({{"day", day}, {"key", core::toHex(key)}});
    }
    return json{{"days", std::move(days)}};
}

Answer Clerk::findBookings(const json& body, const std::string& peer) {
    if (const auto kiosk = isKiosk(peer); !kiosk) return tl::unexpected(kiosk.error());
    const int today = setup_.clock.now().day;
    const auto sought = readSought(body, today);
    if (!sought) return tl::unexpected(sought.error());
    if (const auto may = mayLookUp(peer); !may) return tl::unexpected(may.error());
    std::vector<store::Record> rows;
    if (!sought->phone.empty()) {
        rows = byPhone(setup_.database, site(), people_, *sought, today);
    } else if (!sought->shortCode.empty()) {
        rows = byShortCode(setup_.database, site(), people_, *sought, today);
    } else {
        rows = byNumber(setup_.database, site(), people_, sought->idNumber, today);
    }
    json found = json::array();
    for (const store::Record& row : rows)
        found.push_back({{"id", row.text("id")},
                         {"day", row.integer("day")},
                         {"session", row.text("session")},
                         {"band", row.integer("band")},
                         {"state", row.text("state")}});
    return json{{"bookings", std::move(found)}};
}

} // namespace menzhen::clerk
