// SPDX-License-Identifier: Apache-2.0
#include "app/ops/slots.h"

#include "app/core/bugs.h"
#include "app/core/check.h"
#include "app/core/hospital.h"
#include "app/core/ownseries.h"

#include <algorithm>
#include <cstdio>

namespace menzhen::ops {

using store::Record;

namespace {

constexpr int lastPlannedNumber = 999; // of an afternoon: three digits

/// Of a department's half-day, or of its whole day (`half` empty); empty: there is none.
std::string highestNumber(store::Database& database, const std::string& site, std::int64_t day,
                          const std::string& department, const std::string& half) {
    // Length first, since C1000 comes after C999.
    store::Query query(
        database, "SELECT number FROM slot WHERE site = ? AND day = ? AND session IN (SELECT id "
                  "FROM session WHERE site = ? AND day = ? AND department = ? AND (half = ? OR ? "
                  "= '')) ORDER BY length(number) DESC, number DESC LIMIT 1");
    query.bind(site).bind(day).bind(site).bind(day).bind(department).bind(half).bind(half);
    return query.step() ? query.text(0) : std::string();
}

} // namespace

int bandMinutes(JudgeContext& context) {
    const auto organization =
        store::find(context.database(), context.site(), "organization", {context.site()});
    if (!organization) return core::QueueParameters{}.band;
    const auto parameters = queueParametersFromJson(organization->text("queue_rules"));
    return parameters ? parameters->band : core::QueueParameters{}.band;
}

bool isVirtual(const Record& session) {
    return session.text("class") == core::virtualClass;
}

bool isVirtualSession(store::Database& database, const std::string& site, int day,
                      const std::string& session) {
    const auto row = store::find(database, site, "session", {std::int64_t{day}, session});
    return row && isVirtual(*row);
}

core::Result<Record> sessionToSell(const Op& op, JudgeContext& context,
                                   const std::string& session) {
    auto row =
        store::find(context.database(), context.site(), "session", {std::int64_t{op.day}, session});
    if (!row) return core::refused("unknown-session", "no such session on that day");
    if (row->text("state") != "open")
        return core::refused("session-closed", "the session was cancelled");
    const ports::LocalTime now = context.timeOf(op);
    if (op.day < now.day || (op.day == now.day && now.minute >= row->integer("end_minute")))
        return core::refused("session-over", "the session is over");
    return std::move(*row);
}

Record slotKey(const Record& slot) {
    Record key("slot");
    key.set("day", slot.integer("day"))
        .set("session", slot.text("session"))
        .set("slot", slot.integer("slot"));
    return key;
}

std::optional<Record> slotOfHold(JudgeContext& context, const std::string& hold) {
    auto rows = store::select(context.database(), context.site(), "slot",
                              "AND hold = ? AND hold <> '' AND state = 'held'", {hold});
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
}

std::optional<Record> slotOfBooking(JudgeContext& context, const Record& booking) {
    if (core::isCopy(booking.text("number"))) return std::nullopt;
    return store::find(context.database(), context.site(), "slot",
                       {booking.integer("day"), booking.text("session"), booking.integer("slot")});
}

bool isNumberOfTicket(store::Database& database, const std::string& site, std::int64_t day,
                      const std::string& number) {
    // The last term lets the store use its index: those with a dash have one of their own.
    const char* sql = number.find('-') == std::string::npos
                          ? "SELECT 1 FROM entry WHERE site = ? AND day = ? AND number = ? AND "
                            "instr(number, '-') = 0 LIMIT 1"
                          : "SELECT 1 FROM entry WHERE site = ? AND day = ? AND number = ? AND "
                            "instr(number, '-') > 0 LIMIT 1";
    store::Query query(database, sql);
    query.bind(site).bind(day).bind(number);
    return query.step();
}

std::string nextNumber(const std::string& number) {
    const std::size_t digits = number.find_first_of("0123456789");
    MENZHEN_CHECK(digits != std::string::npos, "a slot's number without digits");
    const int value = std::stoi(number.substr(digits)) + 1;
    char text[16];
    std::snprintf(text, sizeof text, "%03d", value);
    return number.substr(0, digits) + text;
}

std::string freeNumber(store::Database& database, const std::string& site, std::int64_t day,
                       const std::string& department, const std::string& half) {
    const std::string highest = highestNumber(database, site, day, department, half);
    if (highest.empty()) return {};
    std::string next = nextNumber(highest);
    const int value = std::stoi(next.substr(next.find_first_of("0123456789")));
    // Mornings count to 499 and afternoons to 999; whoever has used that up goes on above both.
    const int last = half == "AM" ? core::maxNumbersPerHalfDay : lastPlannedNumber;
    if (value <= last) return next;
    const std::string all = highestNumber(database, site, day, department, "");
    const std::size_t digits = all.find_first_of("0123456789");
    const int above = std::max(std::stoi(all.substr(digits)), lastPlannedNumber) + 1;
    return all.substr(0, digits) + std::to_string(above);
}

std::string feeWhenGone(const Record& slot) {
    const std::string& state = slot.text("fee_state");
    return state == "paid" ? "owed" : state == "unpaid" ? "" : state;
}

std::vector<Record> comesBack(JudgeContext& context, const Record& slot, std::int64_t releaseAtMs) {
    const std::int64_t day = slot.integer("day");
    const std::string& sessionId = slot.text("session");
    const auto session =
        store::find(context.database(), context.site(), "session", {day, sessionId});
    MENZHEN_CHECK(session.has_value(), "a slot without its session");
    std::int64_t highestPlace = 0;
    {
        store::Query query(context.database(),
                           "SELECT max(slot) FROM slot WHERE site = ? AND day = ? AND session = ?");
        query.bind(context.site()).bind(day).bind(sessionId);
        if (query.step()) highestPlace = query.integer(0);
    }
    Record retired = slotKey(slot);
    retired.set("state", "retired")
        .set("hold", "")
        .set("holder", "")
        .set("expires_at", 0)
        .set("replaces", "");
    if (const std::string fee = feeWhenGone(slot); fee != slot.text("fee_state"))
        retired.set("fee_state", fee);
    // An extra patient was one more than planned: nobody takes the place.
    if (slot.integer("extra") != 0) return {std::move(retired)};
    if (highestPlace >= core::maxSessionCapacity) return {std::move(retired)}; // codes end at 999
    Record back("slot");
    back.set("day", day)
        .set("session", sessionId)
        .set("slot", highestPlace + 1)
        .set("band", slot.integer("band"))
        .set("channel", slot.text("channel"))
        .set("number", bugs::active(bugs::NumberComesBack)
                           ? slot.text("number")
                           : freeNumber(context.database(), context.site(), day,
                                        session->text("department"), session->text("half")))
        .set("state", session->text("state") == "open" ? "free" : "blocked")
        .set("release_at", releaseAtMs);
    std::vector<Record> rows;
    rows.push_back(std::move(retired));
    rows.push_back(std::move(back));
    return rows;
}

} // namespace menzhen::ops
