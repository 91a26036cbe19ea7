// SPDX-License-Identifier: Apache-2.0
#include "app/flows/nextplaces.h"

#include "app/core/calendar.h"
#include "app/core/hospital.h"
#include "app/ops/fields.h"
#include "app/ops/slots.h"
#include "db/store/database.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace menzhen::flows {

namespace {

using nlohmann::json;

core::Error badAnswer(const std::string& detail) {
    return {core::ErrorKind::Device, "bad-answer", detail};
}

/// The doctor's or pool's half-day: names from the own standing data, all else as the registry
/// plans it, which knows days that are not here.
core::Result<SessionView> sessionIn(const FlowContext& context, const json& row, int day) {
    ops::FieldReader read(row);
    const std::string id = read.text("id", 1, 12);
    const std::string half = read.text("half", 2, 2);
    const std::string zone = read.optionalText("zone", 16);
    const std::string room = read.optionalText("room", 32);
    const std::string queue = read.text("queue", 1, 12);
    const bool pooled = read.optionalFlag("pooled", false);
    const std::int64_t fen = read.integer("amount_fen", 0, ops::maxInteger);
    const int start = static_cast<int>(read.integer("start", 0, core::minutesPerDay));
    const int end = static_cast<int>(read.integer("end", 0, core::minutesPerDay));
    const bool open = read.text("state", 1, 16) == "open";
    if (const auto error = read.error()) return tl::unexpected(badAnswer(error->detail));
    auto view = sessionByName(context, day, id);
    if (!view) return tl::unexpected(badAnswer("a session of nobody here"));
    view->half = half;
    view->where.zone = zone;
    view->where.room = pooled ? std::string() : room;
    view->queue = queue;
    if (pooled) view->doctor = {};
    view->pooled = pooled;
    view->amountFen = fen;
    view->amountText = core::formatFen(fen);
    view->startMinute = start;
    view->endMinute = end;
    view->open = open;
    view->planned = true;
    return *view;
}

std::vector<BandChoice> bandsIn(const FlowContext& context, const json& row,
                                const std::string& session) {
    std::vector<BandChoice> bands;
    const auto list = row.find("bands");
    if (list == row.end() || !list->is_array()) return bands;
    for (const json& one : *list) {
        ops::FieldReader read(one);
        BandChoice band;
        band.band = static_cast<int>(read.integer("band", 0, core::minutesPerDay - 1));
        const json* free = read.optionalObject("free");
        if (read.error() || free == nullptr) continue;
        ops::FieldReader pools(*free);
        band.free =
            static_cast<int>(pools.optionalInteger(ops::kioskChannel, 0, ops::maxInteger, 0));
        band.text = bandText(context, band.band);
        band.session = session;
        band.checkInFrom = core::formatMinute(opensAt(context, band.band));
        if (band.free == 0) band.whyNot = "sold-out";
        bands.push_back(std::move(band));
    }
    return bands;
}

bool samePool(const SessionView& a, const SessionView& b) {
    return a.pooled && b.pooled && a.queue == b.queue && a.half == b.half &&
           a.amountFen == b.amountFen;
}

/// Of a pool nobody chooses a doctor: each band leads to the session that has most left.
void join(DoctorChoice& pool, const DoctorChoice& other) {
    for (const BandChoice& band : other.bands) {
        const auto same = std::find_if(pool.bands.begin(), pool.bands.end(),
                                       [&](const BandChoice& b) { return b.band == band.band; });
        if (same == pool.bands.end()) {
            pool.bands.push_back(band);
            continue;
        }
        if (band.free > same->free) same->session = band.session;
        same->free += band.free;
        if (same->free > 0) same->whyNot.clear();
    }
    std::sort(pool.bands.begin(), pool.bands.end(),
              [](const BandChoice& a, const BandChoice& b) { return a.band < b.band; });
}

} // namespace

core::Result<NextDays> readNextDays(const json& answer, int today) {
    ops::FieldReader read(answer);
    NextDays days;
    days.asOfMs = read.integer("as_of", 0, ops::maxInteger);
    const auto list = answer.find("days");
    if (read.error() || list == answer.end() || !list->is_array())
        return tl::unexpected(badAnswer("days: a list is wanted"));
    for (const json& one : *list) {
        ops::FieldReader day(one);
        NextDay next;
        next.day = static_cast<int>(day.integer("day", 19700101, 99991231));
        next.free = static_cast<int>(day.integer("free", 0, ops::maxInteger));
        if (const auto error = day.error()) return tl::unexpected(badAnswer(error->detail));
        if (next.day <= today) continue;
        const auto why = one.find("why");
        if (why != one.end() && why->is_string()) next.whyNot = why->get<std::string>();
        days.list.push_back(std::move(next));
    }
    return days;
}

core::Result<NextDoctors> readNextDoctors(const FlowContext& context, const json& answer, int day) {
    ops::FieldReader read(answer);
    NextDoctors doctors;
    doctors.asOfMs = read.integer("as_of", 0, ops::maxInteger);
    const auto list = answer.find("sessions");
    if (read.error() || list == answer.end() || !list->is_array())
        return tl::unexpected(badAnswer("sessions: a list is wanted"));
    const auto done = context.database().read([&]() -> core::Result<void> {
        for (const json& row : *list) {
            // By video: booked and opened on a phone.
            if (const auto of = row.find("class"); of != row.end() && *of == core::virtualClass)
                continue;
            auto session = sessionIn(context, row, day);
            if (!session) return tl::unexpected(session.error());
            DoctorChoice choice;
            choice.session = std::move(*session);
            choice.bands = bandsIn(context, row, choice.session.id);
            if (!choice.session.open) choice.whyNot = "session-cancelled";
            const auto pool =
                std::find_if(doctors.list.begin(), doctors.list.end(), [&](const auto& known) {
                    return known.whyNot.empty() && choice.whyNot.empty() &&
                           samePool(known.session, choice.session);
                });
            if (pool != doctors.list.end())
                join(*pool, choice);
            else
                doctors.list.push_back(std::move(choice));
        }
        return {};
    });
    if (!done) return tl::unexpected(done.error());
    for (DoctorChoice& choice : doctors.list) {
        for (const BandChoice& band : choice.bands)
            choice.free += band.free;
        if (choice.whyNot.empty() && choice.free == 0) choice.whyNot = "sold-out-then";
    }
    std::stable_sort(doctors.list.begin(), doctors.list.end(), [](const auto& a, const auto& b) {
        return a.whyNot.empty() && !b.whyNot.empty();
    });
    return doctors;
}

} // namespace menzhen::flows
