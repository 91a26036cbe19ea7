// SPDX-License-Identifier: Apache-2.0
// The stop of a session: staff choose once for all its patients (queue rules, 6).
#include "app/clerk/clerk.h"
#include "app/core/calendar.h"
#include "app/ops/fields.h"
#include "app/ops/sessionstop.h"

namespace menzhen::clerk {

Answer Clerk::stopSession(const std::string& session, const json& body) {
    ops::FieldReader read(body);
    ops::SessionStop stop;
    stop.day = static_cast<int>(read.integer("day", 19700101, 99991231));
    stop.session = session;
    stop.to = read.optionalText("to", 12);
    stop.choice = read.optionalText("choice", 8, stop.to.empty() ? "cancel" : "move");
    stop.reason = read.text("reason", 1, ops::maxStopReasonBytes);
    stop.actor = read.text("by", 1, 32);
    if (const auto error = read.error()) return tl::unexpected(*error);
    if (!core::isDay(stop.day)) return core::badData("bad-field", "day: is no date (yyyymmdd)");
    if (!holdsRole(setup_.database, site(), stop.actor, {"manager", "nurse"}))
        return core::refused("not-allowed", "by: a manager or nurse of this site");
    const auto stopped = ops::stopSession(log_, stop);
    if (!stopped) return tl::unexpected(stopped.error());
    return json{{"session", session},
                {"day", stop.day},
                {"moved", stopped->moved},
                {"booked", stopped->booked},
                {"cancelled", stopped->cancelled},
                {"revision", stopped->rev}};
}

Answer Clerk::replaceDoctor(const std::string& session, const json& body) {
    ops::FieldReader read(body);
    const int day = static_cast<int>(read.integer("day", 19700101, 99991231));
    const std::string doctor = read.text("practitioner", 1, 12);
    const std::string reason = read.text("reason", 1, ops::maxStopReasonBytes);
    const std::string by = read.text("by", 1, 32);
    if (const auto error = read.error()) return tl::unexpected(*error);
    if (!core::isDay(day)) return core::badData("bad-field", "day: is no date (yyyymmdd)");
    if (!holdsRole(setup_.database, site(), by, {"manager", "nurse"}))
        return core::refused("not-allowed", "by: a manager or nurse of this site");
    const auto replaced =
        log_.author({"session.replaced",
                     day,
                     {{"session", session}, {"practitioner", doctor}, {"reason", reason}},
                     by,
                     {}});
    if (!replaced) return tl::unexpected(replaced.error());
    return json{
        {"session", session}, {"day", day}, {"practitioner", doctor}, {"revision", replaced->rev}};
}

} // namespace menzhen::clerk
