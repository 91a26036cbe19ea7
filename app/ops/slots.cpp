// SPDX-License-Identifier: Apache-2.0
#include "app/ops/slots.h"

#include "app/core/check.h"

#include <cstdio>

namespace menzhen::ops {

using store::Record;

int bandMinutes(JudgeContext& context) {
    const auto organization =
        store::find(context.database(), context.site(), "organization", {context.site()});
    if (!organization) return core::QueueParameters{}.band;
    const auto parameters = queueParametersFromJson(organization->text("queue_rules"));
    return parameters ? parameters->band : core::QueueParameters{}.band;
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

std::string nextNumber(const std::string& number) {
    const std::size_t digits = number.find_first_of("0123456789");
    MENZHEN_CHECK(digits != std::string::npos, "a slot's number without digits");
    const int value = std::stoi(number.substr(digits)) + 1;
    char text[16];
    std::snprintf(text, sizeof text, "%03d", value);
    return number.substr(0, digits) + text;
}

std::vector<Record> comesBack(JudgeContext& context, const Record& slot, std::int64_t releaseAtMs) {
    const std::int64_t day = slot.integer("day");
    const std::string& sessionId = slot.text("session");
    const auto session =
        store::find(context.database(), context.site(), "session", {day, sessionId});
    MENZHEN_CHECK(session.has_value(), "a slot without its session");
    std::string highest;
    std::int64_t highestPlace = 0;
    // The highest number of the half-day: over all sessions of the department (length first, since
    // C1000 comes after C999).
    {
        store::Query query(
            context.database(),
            "SELECT number FROM slot WHERE site = ? AND day = ? AND session IN (SELECT id "
            "FROM session WHERE site = ? AND day = ? AND department = ? AND half = ?) "
            "ORDER BY length(number) DESC, number DESC LIMIT 1");
        query.bind(context.site()).bind(day).bind(context.site()).bind(day);
        query.bind(session->text("department")).bind(session->text("half"));
        if (query.step()) highest = query.text(0);
    }
    {
        store::Query query(context.database(),
                           "SELECT max(slot) FROM slot WHERE site = ? AND day = ? AND session = ?");
        query.bind(context.site()).bind(day).bind(sessionId);
        if (query.step()) highestPlace = query.integer(0);
    }
    Record retired = slotKey(slot);
    retired.set("state", "retired").set("hold", "").set("holder", "").set("expires_at", 0);
    Record back("slot");
    back.set("day", day)
        .set("session", sessionId)
        .set("slot", highestPlace + 1)
        .set("band", slot.integer("band"))
        .set("channel", slot.text("channel"))
        .set("number", nextNumber(highest))
        .set("state", "free")
        .set("release_at", releaseAtMs);
    std::vector<Record> rows;
    rows.push_back(std::move(retired));
    rows.push_back(std::move(back));
    return rows;
}

} // namespace menzhen::ops
