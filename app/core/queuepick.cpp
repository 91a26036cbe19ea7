// SPDX-License-Identifier: Apache-2.0
// Queue rules, section 4: whom a station would take now, and what taking them does to the counters.
#include "app/core/queue.h"

#include <cstdint>
#include <utility>

namespace menzhen::core {

namespace {

/// In the order in which they are asked.
constexpr std::pair<Lane, CallReason> sideLanes[] = {{Lane::P, CallReason::PriorityTurn},
                                                     {Lane::R, CallReason::ReturnTurn},
                                                     {Lane::M, CallReason::MissedTurn}};

} // namespace

bool Queue::isDue(const std::string& id, int now) const {
    return known(id).band <= std::int64_t{now} + parameters_.dueLead;
}

std::optional<Queue::Pick> Queue::pick(std::string_view station, int now) const {
    if (const std::string* id = waiting_.first(Lane::E, station))
        return Pick{*id, Lane::E, CallReason::Clinical};

    // Lane N goes by band first: if its head is not due, nobody in it is, but for those whose call
    // was taken back and who stand before all bands.
    const auto inFrontOrDue = [&](const std::string& id) {
        return known(id).front == 0 || isDue(id, now);
    };
    const std::string* due = waiting_.first(Lane::N, station, inFrontOrDue);
    const bool someoneDue = due && isDue(*due, now);
    const std::string* ordinary = someoneDue ? due : waiting_.first(Lane::N, station);
    if (!someoneDue || state_.run < parameters_.maxSideRun)
        if (auto side = pickSide(station, someoneDue)) return side;
    if (someoneDue)
        return Pick{*ordinary, Lane::N,
                    known(*ordinary).late ? CallReason::Late : CallReason::OnTurn};
    if (ordinary) return Pick{*ordinary, Lane::N, CallReason::EarlyDoctorIdle};
    if (const std::string* id = waiting_.first(Lane::T, station))
        return Pick{*id, Lane::T, CallReason::Tail};
    return std::nullopt;
}

std::optional<Queue::Pick> Queue::pickSide(std::string_view station, bool someoneDue) const {
    SideNumbers interval = parameters_.interval;
    if (parameters_.dynamicR &&
        waiting_.seenBy(Lane::R, station) > waiting_.seenBy(Lane::N, station))
        interval.r = 1;
    const auto mayReturn = [&](const std::string& id) { return known(id).gap <= 0; };
    for (const auto& [lane, reason] : sideLanes) {
        if (someoneDue && state_.counters.of(lane) < interval.of(lane)) continue;
        const std::string* id = lane == Lane::M && someoneDue
                                    ? waiting_.first(lane, station, mayReturn)
                                    : waiting_.first(lane, station);
        if (id) return Pick{*id, lane, reason};
    }
    return std::nullopt;
}

void Queue::commit(const Pick& pick, Changes& changes) {
    if (pick.lane == Lane::N) {
        for (const auto& [lane, reason] : sideLanes)
            if (waiting_.anyone(lane)) ++state_.counters.of(lane);
        waiting_.each(Lane::M, [&](const std::string& id) {
            --known(id).gap;
            changes.entries.insert(id);
        });
        state_.run = 0;
    } else if (pick.lane != Lane::E && pick.lane != Lane::T) {
        state_.counters.of(pick.lane) = 0;
        ++state_.run;
    }
}

} // namespace menzhen::core
