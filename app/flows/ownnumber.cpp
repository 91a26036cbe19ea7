// SPDX-License-Identifier: Apache-2.0
#include "app/flows/ownnumber.h"

#include "app/core/ownseries.h"
#include "app/ops/fields.h"
#include "app/ops/slots.h"
#include "db/store/outbox.h"
#include "db/store/records.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

namespace menzhen::flows {

namespace {

using nlohmann::json;

constexpr int defaultOfflineWalkins = 5; // architecture.md section 3
constexpr int maxOfflineWalkins = 99;

std::string seriesName(const std::string& prefix) {
    return "own-series." + prefix;
}

/// The highest number that this device remembers of the day's series.
int rememberedNumber(const FlowContext& context, int day, const std::string& prefix) {
    const auto text = store::meta(context.database(), seriesName(prefix));
    if (!text) return 0;
    std::istringstream words(*text);
    int ofDay = 0;
    int last = 0;
    words >> ofDay >> last;
    return ofDay == day ? last : 0;
}

/// The highest one in the store: what the registry gave back after the device lost its own.
int storedNumber(const FlowContext& context, int day, const std::string& prefix,
                 const std::string& kiosk) {
    store::Query query(context.database(), "SELECT number FROM entry WHERE site = ? AND day = ? "
                                           "AND instr(number, '-') > 0");
    query.bind(context.site()).bind(day);
    int last = 0;
    while (query.step())
        if (const auto own = core::readOwnNumber(query.text(0)))
            if (own->prefix == prefix && own->kiosk == kiosk) last = std::max(last, own->running);
    return last;
}

/// How many walk-ins this kiosk has given of a session by itself.
int givenOf(const FlowContext& context, const SessionView& session, const std::string& kiosk) {
    store::Query query(context.database(),
                       "SELECT number FROM entry WHERE site = ? AND day = ? AND session = ? AND "
                       "kind = 'extra' AND booking = '' AND instr(number, '-') > 0");
    query.bind(context.site()).bind(session.day).bind(session.id);
    int given = 0;
    while (query.step()) {
        const auto own = core::readOwnNumber(query.text(0));
        if (own && own->kiosk == kiosk) ++given;
    }
    return given;
}

int offlineWalkins(const FlowContext& context) {
    const auto row =
        store::find(context.database(), context.site(), "organization", {context.site()});
    if (!row) return defaultOfflineWalkins;
    const json policy = json::parse(row->text("policy"), nullptr, false);
    ops::FieldReader read(policy);
    const auto most =
        read.optionalInteger("offline_walkins", 0, maxOfflineWalkins, defaultOfflineWalkins);
    return read.error() ? defaultOfflineWalkins : static_cast<int>(most);
}

/// Why nobody may come to this session now; empty: they may.
std::string whyClosed(const SessionView& session, const core::QueueParameters& rules, int now) {
    if (!session.open) return "session-cancelled";
    if (now >= session.endMinute) return "session-over";
    return now < opensAt(rules, session.startMinute) ? "offline-later" : "";
}

} // namespace

bool isOwnNumber(std::string_view number) {
    return core::readOwnNumber(number).has_value();
}

std::string nextOwnNumber(const FlowContext& context, int day, const std::string& prefix) {
    const std::string kiosk = core::kioskNumberOf(context.device());
    if (kiosk.empty() || prefix.empty()) return {};
    const int last =
        std::max(rememberedNumber(context, day, prefix), storedNumber(context, day, prefix, kiosk));
    if (last >= core::maxOwnNumber) return {};
    return core::toText(core::OwnNumber{prefix, kiosk, last + 1, 1});
}

void rememberOwnNumber(const FlowContext& context, int day, const std::string& number) {
    const auto own = core::readOwnNumber(number);
    if (!own) return;
    store::setMeta(context.database(), seriesName(own->prefix),
                   std::to_string(day) + " " + std::to_string(own->running));
}

std::string numberToPrint(const FlowContext& context, int day, const std::string& number) {
    std::string free = number;
    while (!free.empty() && ops::isNumberOfTicket(context.database(), context.site(), day, free))
        free = core::copyAfter(free);
    return free.empty() ? number : free;
}

core::Result<OwnPlace> ownPlace(const FlowContext& context, const SessionView& wanted) {
    if (!wanted.pooled)
        return core::refused("offline-personal",
                             "a number of one doctor is the registry's to give");
    const std::string kiosk = core::kioskNumberOf(context.device());
    const core::QueueParameters rules = queueRules(context);
    const int now = context.clock.now().minute;
    const int most = kiosk.empty() ? 0 : offlineWalkins(context);
    OwnPlace place;
    int mostLeft = 0;
    std::string why = "session-over";
    for (const store::Record& row :
         store::select(context.database(), context.site(), "session",
                       "AND day = ? AND queue = ? AND half = ? AND amount_fen = ? ORDER BY id",
                       {std::int64_t{wanted.day}, wanted.queue, wanted.half, wanted.amountFen})) {
        const auto session = sessionOf(context, wanted.day, row.text("id"));
        const std::string closed = whyClosed(*session, rules, now);
        if (!closed.empty()) {
            // The most hopeful reason stands for the pool.
            if (why != "offline-limit" && closed != "session-cancelled") why = closed;
            continue;
        }
        why = "offline-limit";
        const int left = std::max(0, most - givenOf(context, *session, kiosk));
        place.left += left;
        if (left <= mostLeft) continue;
        mostLeft = left;
        place.session = *session;
        place.band = std::max(now - now % rules.band, session->startMinute);
    }
    if (place.left == 0)
        return core::refused(why, "this kiosk gives no number of this queue by itself");
    return place;
}

} // namespace menzhen::flows
