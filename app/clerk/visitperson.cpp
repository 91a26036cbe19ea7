// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/visitperson.h"

#include "app/clerk/bookingindex.h"
#include "app/core/check.h"
#include "app/ops/entry.h"
#include "app/ops/fields.h"
#include "app/ops/personindex.h"
#include "db/store/records.h"

namespace menzhen::clerk {

namespace {

constexpr std::size_t ticketDigits = 16;

} // namespace

core::Result<Person> personOfVisit(store::Database& database, const std::string& site,
                                   People& people, const json& visit, int today) {
    ops::FieldReader read(visit);
    const std::string paper = read.text("ticket", ticketDigits, ticketDigits);
    if (const auto error = read.error()) return tl::unexpected(*error);
    const std::string ticket = ops::entryOfTicket(database, site, today, paper);
    const auto entry = store::find(database, site, "entry", {std::int64_t{today}, ticket});
    if (!entry) return core::refused("unknown-ticket", "no such ticket today");
    const std::string& booking = entry->text("booking");
    auto known = people.get(today, booking.empty() ? ticket : booking);
    if (!known) return tl::unexpected(known.error());
    if (!*known || (*known)->idNumber.empty())
        return core::refused("no-identity", "the ticket was taken without an identity number");
    return **known;
}

DayIndex studyVisitBooking(const json& body, store::Database& database, const std::string& site,
                           const ports::Clock& clock, const ports::Crypto& crypto,
                           const SiteKeys& keys) {
    ops::FieldReader reader(body);
    const std::string hold = reader.text("hold", 1, 32);
    if (reader.error() || !body.contains("visit")) return {};
    NoChance none;
    People people(database, site, crypto, none, keys);
    DayIndex found;
    std::string number;
    const auto looked = database.read([&]() -> core::Result<void> {
        const auto slots =
            store::select(database, site, "slot", "AND hold = ? AND hold <> ''", {hold});
        const auto person =
            personOfVisit(database, site, people, body.at("visit"), clock.now().day);
        if (slots.empty() || !person) return {};
        found.day = static_cast<int>(slots.front().integer("day"));
        number = person->idNumber;
        return {};
    });
    if (!looked || number.empty() || !indexedAtOnce(found.day, clock.now().day)) return {};
    const core::Bytes key = ops::dayKey(crypto, keys.lobbySecret, site, found.day);
    found.index = core::toHex(ops::personIndex(crypto, key, site, found.day, number));
    return found;
}

core::Result<void> kioskAlone(Clerk& clerk, const std::string& peer) {
    if (peer.empty()) return {};
    const auto* const device = clerk.log().device(peer);
    if (device != nullptr && device->role == "kiosk") return {};
    return core::refused("not-a-kiosk", "only a kiosk books for whoever shows a ticket");
}

} // namespace menzhen::clerk
