// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/bookingindex.h"

#include "app/clerk/visitperson.h"
#include "app/core/calendar.h"
#include "app/ops/personindex.h"

namespace menzhen::clerk {

bool indexedAtOnce(int day, int today) {
    return core::daysBetween(today, day) <= indexedAtOnceDays;
}

std::vector<BookingIndex> makeIndexes(store::Database& database, const std::string& site,
                                      const ports::Clock& clock, const ports::Crypto& crypto,
                                      const SiteKeys& keys) {
    const int today = clock.now().day;
    std::vector<BookingIndex> made;
    std::vector<std::string> numbers;
    const auto read = database.read([&]() -> core::Result<void> {
        NoChance none;
        People people(database, site, crypto, none, keys);
        store::Query query(database,
                           "SELECT b.day, b.id FROM booking b INDEXED BY booking_unindexed JOIN "
                           "person p ON p.site = b.site AND p.day = b.day AND p.id = b.id WHERE "
                           "b.site = ? AND b.day BETWEEN ? AND ? AND b.idhash = '' AND b.state = "
                           "'booked' AND length(p.id_index) > 0 ORDER BY b.day, b.id LIMIT ?");
        query.bind(site).bind(today).bind(core::addDays(today, indexedAheadDays));
        // Persons who cannot be opened any more do not hold up the rest for ever.
        query.bind(static_cast<std::int64_t>(indexesPerTurn + maxUnreadablePassed));
        while (made.size() < indexesPerTurn && query.step()) {
            const int day = static_cast<int>(query.integer(0));
            const auto person = people.get(day, query.text(1));
            if (!person || !*person) continue;
            made.push_back({day, query.text(1), {}});
            numbers.push_back((*person)->idNumber);
        }
        return {};
    });
    if (!read) return {};
    for (std::size_t i = 0; i < made.size(); ++i) {
        const core::Bytes key = ops::dayKey(crypto, keys.lobbySecret, site, made[i].day);
        made[i].index = core::toHex(ops::personIndex(crypto, key, site, made[i].day, numbers[i]));
    }
    return made;
}

int keepIndexes(Clerk& clerk, const std::vector<BookingIndex>& indexes) {
    int kept = 0;
    for (const BookingIndex& one : indexes)
        if (clerk.log().author({"booking.indexed",
                                one.day,
                                {{"booking", one.booking}, {"idhash", one.index}},
                                {},
                                {}}))
            ++kept;
    return kept;
}

} // namespace menzhen::clerk
