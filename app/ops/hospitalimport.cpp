// SPDX-License-Identifier: Apache-2.0
#include "app/ops/hospitalimport.h"

#include "app/core/sessionplan.h"
#include "app/ops/policyjson.h"
#include "app/ops/slots.h"
#include "db/store/records.h"

#include <map>
#include <tuple>

namespace menzhen::ops {

namespace {

using nlohmann::json;

constexpr int progressEvery = 50;

json toJsonValue(const core::ParameterValue& value) {
    return std::visit([](const auto& v) { return json(v); }, value);
}

void defineDepartments(const core::Hospital& hospital,
                       std::vector<std::pair<std::string, json>>& rows) {
    for (const core::Department& d : hospital.departments) {
        const auto pickup = d.pickupIdentity.value_or(hospital.bookingPolicy.pickupIdentity);
        rows.emplace_back("department", json{{"id", d.code},
                                             {"zh", d.name.zh},
                                             {"en", d.name.en},
                                             {"floor", d.floor},
                                             {"zone", d.zone},
                                             {"prefix", d.prefix},
                                             {"kind", core::toText(d.kind)},
                                             {"rooms", json(d.rooms).dump()},
                                             {"sensitive", d.sensitive ? 1 : 0},
                                             {"bookable", d.bookable ? 1 : 0},
                                             {"instead_zh", d.instead.zh},
                                             {"instead_en", d.instead.en},
                                             {"identity_at_pickup", core::toText(pickup)}});
    }
}

std::vector<std::pair<std::string, json>> standingRows(const core::Hospital& hospital) {
    std::vector<std::pair<std::string, json>> rows;
    const core::Organization& o = hospital.organization;
    rows.emplace_back("organization", json{{"id", o.id},
                                           {"name_zh", o.name.zh},
                                           {"name_en", o.name.en},
                                           {"kind", o.kind},
                                           {"city_zh", o.cityZh},
                                           {"policy", policyToJson(hospital).dump()},
                                           {"queue_rules", queueRulesToJson(hospital.queueRules)}});
    defineDepartments(hospital, rows);
    for (const core::Practitioner& p : hospital.practitioners)
        rows.emplace_back("practitioner", json{{"id", p.id},
                                               {"department", p.department},
                                               {"name_zh", p.name.zh},
                                               {"name_en", p.name.en},
                                               {"title_zh", p.title.zh},
                                               {"title_en", p.title.en},
                                               {"kind", core::toText(p.kind)}});
    for (const core::FeeItem& f : hospital.fees)
        rows.emplace_back("fee", json{{"id", f.code},
                                      {"zh", f.name.zh},
                                      {"en", f.name.en},
                                      {"amount_fen", f.amountFen}});
    int place = 0;
    for (const core::Channel& c : hospital.channels)
        rows.emplace_back(
            "channel",
            json{{"id", c.code}, {"zh", c.name.zh}, {"en", c.name.en}, {"place", place++}});
    return rows;
}

json sessionFields(const core::PlannedSession& s) {
    json slots = json::array();
    for (const core::PlannedSlot& slot : s.slots)
        slots.push_back({slot.slot, slot.band, slot.channel, slot.number});
    return {{"session",
             {{"day", s.day},
              {"id", s.id},
              {"practitioner", s.practitioner},
              {"department", s.department},
              {"half", core::toText(s.half)},
              {"start_minute", s.start},
              {"end_minute", s.end},
              {"room", s.room},
              {"zone", s.zone},
              {"queue", s.queue},
              {"pooled", s.pooled ? 1 : 0},
              {"fee", s.feeCode},
              {"amount_fen", s.feeFen},
              {"capacity", s.capacity},
              {"extra_max", s.extraMax},
              {"state", "open"},
              {"sold_out_at", 0},
              {"class", s.isVirtual ? std::string(core::virtualClass) : std::string()},
              {"link", s.link}}},
            {"slots", std::move(slots)}};
}

/// A session that is opened beside others of its department and half-day that were open before this
/// import: its slots are numbered after the last, since what the plan says may be on paper already.
class Added {
public:
    void renumber(SiteLog& log, core::PlannedSession& session) {
        const std::string half(core::toText(session.half));
        const auto key = std::tuple(session.day, session.department, half);
        auto known = last_.find(key);
        if (known == last_.end())
            known = last_
                        .emplace(key, freeNumber(log.database(), log.site(), session.day,
                                                 session.department, half))
                        .first;
        const bool open = store::find(log.database(), log.site(), "session",
                                      {std::int64_t{session.day}, session.id})
                              .has_value();
        if (open || known->second.empty()) return;
        std::string number =
            freeNumber(log.database(), log.site(), session.day, session.department, half);
        for (core::PlannedSlot& slot : session.slots) {
            slot.number = number;
            number = nextNumber(number);
        }
    }

private:
    /// The free number when this import first met the half-day; empty: nothing was open.
    std::map<std::tuple<int, std::string, std::string>, std::string> last_;
};

} // namespace

std::string queueRulesToJson(const core::QueueParameters& parameters) {
    json rules = json::object();
    for (const auto& [name, value] : core::listParameters(parameters))
        rules[name] = toJsonValue(value);
    return rules.dump();
}

core::Result<ImportCounts> importHospital(SiteLog& log, const core::Hospital& hospital,
                                          core::Day firstDay, int days,
                                          const std::function<void(int, int)>& progress) {
    auto sessions = core::planSessions(hospital, firstDay, days);
    if (!sessions) return tl::unexpected(sessions.error());
    const auto rows = standingRows(hospital);
    const int total = static_cast<int>(rows.size() + sessions->size());
    ImportCounts counts;
    int done = 0;
    const auto tick = [&] {
        if (++done % progressEvery == 0 || done == total) progress(done, total);
    };
    for (const auto& [table, row] : rows) {
        const auto defined =
            log.author({"record.defined", 0, {{"table", table}, {"row", row}}, {}, {}});
        if (!defined) return tl::unexpected(defined.error());
        ++counts.records;
        tick();
    }
    Added added;
    for (core::PlannedSession& session : *sessions) {
        added.renumber(log, session);
        const auto opened =
            log.author({"session.opened", session.day, sessionFields(session), {}, {}});
        if (!opened && opened.error().code != "session-exists")
            return tl::unexpected(opened.error());
        if (opened) {
            ++counts.sessions;
            counts.slots += session.capacity;
        } else {
            ++counts.sessionsAlreadyOpen;
        }
        tick();
    }
    return counts;
}

} // namespace menzhen::ops
