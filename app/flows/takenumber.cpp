// SPDX-License-Identifier: Apache-2.0
#include "app/flows/takenumber.h"

#include "app/core/bugs.h"
#include "app/core/calendar.h"
#include "app/core/mask.h"
#include "app/flows/issueticket.h"
#include "app/ops/fields.h"
#include "app/ops/slots.h"
#include "db/store/records.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

namespace menzhen::flows {

namespace {

using nlohmann::json;
using store::Record;

constexpr const char* sealingScope = "2";

/// A class that the hospital gives by age alone, as `policy.priority_classes` has it.
struct AgeClass {
    std::string code;
    std::string lane;
    int level = 0;
    int fromAge = 0;
};

/// "AGE80", lane P, "automatic from birth date ..." -> from 80 years on.
std::optional<AgeClass> ageClassOf(const json& row) {
    ops::FieldReader read(row);
    AgeClass c;
    c.code = read.text("code", 1, 16);
    c.lane = read.text("lane", 1, 1);
    c.level = static_cast<int>(read.optionalInteger("level", 0, 9, 0));
    const std::string whoSets = read.optionalText("who_sets", 256);
    if (read.error() || c.lane != "P" || !whoSets.starts_with("automatic")) return std::nullopt;
    const std::size_t digits = c.code.find_first_of("0123456789");
    if (digits == std::string::npos || !c.code.starts_with("AGE")) return std::nullopt;
    for (const char d : c.code.substr(digits)) {
        if (d < '0' || d > '9') return std::nullopt;
        c.fromAge = c.fromAge * 10 + (d - '0');
    }
    return c;
}

/// The class that somebody of this age gets: the one with the highest age.
std::optional<AgeClass> ageClassFor(const FlowContext& context, int age) {
    const auto row =
        store::find(context.database(), context.site(), "organization", {context.site()});
    if (!row) return std::nullopt;
    const json policy = json::parse(row->text("policy"), nullptr, false);
    std::optional<AgeClass> best;
    if (!policy.is_object() || !policy.contains("priority_classes")) return best;
    for (const json& item : policy["priority_classes"])
        if (const auto c = ageClassOf(item); c && age >= c->fromAge)
            if (!best || c->fromAge > best->fromAge) best = c;
    return best;
}

/// Newest key of the registry to which personal data may be sealed now.
std::optional<core::PublicKey> sealingKey(const FlowContext& context) {
    const std::int64_t now = context.clock.utcMs() / 1000;
    for (const Record& row : store::select(context.database(), context.site(), "trusted_key",
                                           "ORDER BY valid_from DESC, id")) {
        const std::int64_t until = row.integer("valid_until");
        const std::int64_t revoked = row.integer("revoked_after");
        if (row.text("scope").find(sealingScope) == std::string::npos ||
            row.integer("valid_from") > now || (until != 0 && now >= until) ||
            (revoked != 0 && now >= revoked))
            continue;
        const auto der = core::fromHex(row.text("spki"));
        if (!der) continue;
        if (const auto key = context.crypto.publicKeyFromSpki(*der)) return *key;
    }
    return std::nullopt;
}

/// Free slots of today's kiosk pool by session and band; a band without one is there with 0.
using FreeByBand = std::map<std::string, std::map<int, int>>;

FreeByBand freeToday(const FlowContext& context) {
    const ports::LocalTime now = context.clock.now();
    store::Query query(context.database(),
                       "SELECT session, band, count(*) FILTER (WHERE state = 'free' AND channel = "
                       "? AND release_at <= ?) FROM slot WHERE site = ? AND day = ? AND band >= ? "
                       "GROUP BY session, band");
    // As the registry sells: a band until its start lies one band behind (ops/slotheld.cpp).
    query.bind(ops::kioskChannel).bind(context.clock.utcMs()).bind(context.site());
    query.bind(now.day).bind(now.minute - queueRules(context).band + 1);
    FreeByBand free;
    while (query.step())
        free[query.text(0)][static_cast<int>(query.integer(1))] =
            static_cast<int>(query.integer(2));
    return free;
}

DoctorChoice doctorChoice(const FlowContext& context, const SessionView& session,
                          const std::map<int, int>& free) {
    const int now = context.clock.now().minute;
    const core::QueueParameters rules = queueRules(context);
    DoctorChoice choice;
    choice.session = session;
    for (const auto& [band, count] : free) {
        BandChoice b;
        b.band = band;
        b.text = bandText(rules, band);
        b.free = count;
        b.session = session.id;
        b.opensNow = now >= opensAt(rules, band);
        if (!b.opensNow) b.checkInFrom = core::formatMinute(opensAt(rules, band));
        if (count == 0) b.whyNot = "sold-out";
        choice.free += count;
        choice.bands.push_back(std::move(b));
    }
    if (!session.open)
        choice.whyNot = "session-cancelled";
    else if (now >= session.endMinute)
        choice.whyNot = "session-over";
    else if (choice.free == 0)
        choice.whyNot = "sold-out";
    return choice;
}

bool samePool(const DoctorChoice& a, const DoctorChoice& b) {
    return a.session.pooled && b.session.pooled && a.session.queue == b.session.queue &&
           a.session.half == b.session.half && a.session.amountFen == b.session.amountFen &&
           a.whyNot.empty() && b.whyNot.empty();
}

void join(DoctorChoice& pool, const DoctorChoice& other) {
    pool.free += other.free;
    for (const BandChoice& band : other.bands) {
        const auto same = std::find_if(pool.bands.begin(), pool.bands.end(),
                                       [&](const BandChoice& b) { return b.band == band.band; });
        if (same == pool.bands.end()) {
            pool.bands.push_back(band);
            continue;
        }
        // The joint count hides whose it is; the fuller session is the likelier to have one.
        const bool fuller = same->whyNot.empty() ? band.free > same->free : band.free > 0;
        if (fuller) same->session = band.session;
        same->free += band.free;
        if (same->free > 0) same->whyNot.clear();
    }
    std::sort(pool.bands.begin(), pool.bands.end(),
              [](const BandChoice& a, const BandChoice& b) { return a.band < b.band; });
}

std::vector<DoctorChoice> doctorsOf(const FlowContext& context, const std::string& department,
                                    const FreeByBand& free) {
    std::vector<DoctorChoice> list;
    for (const Record& row : store::select(context.database(), context.site(), "session",
                                           "AND day = ? AND department = ? ORDER BY half, id",
                                           {std::int64_t{context.today()}, department})) {
        const auto session = sessionOf(context, context.today(), row.text("id"));
        const auto bands = free.find(row.text("id"));
        DoctorChoice choice = doctorChoice(
            context, *session, bands == free.end() ? std::map<int, int>() : bands->second);
        const auto pool = std::find_if(list.begin(), list.end(), [&](const DoctorChoice& known) {
            return samePool(known, choice);
        });
        if (pool != list.end())
            join(*pool, choice);
        else
            list.push_back(std::move(choice));
    }
    std::stable_sort(list.begin(), list.end(), [](const DoctorChoice& a, const DoctorChoice& b) {
        return a.whyNot.empty() && !b.whyNot.empty();
    });
    return list;
}

DepartmentChoice departmentChoice(const FlowContext& context, const Record& row,
                                  const FreeByBand& free) {
    DepartmentChoice choice;
    choice.id = row.text("id");
    choice.name = {row.text("zh"), row.text("en")};
    choice.floor = static_cast<int>(row.integer("floor"));
    choice.zone = row.text("zone");
    // The most hopeful reason stands for the department.
    const std::vector<std::string> reasons{"no-session-today", "session-over", "session-cancelled",
                                           "sold-out", ""};
    std::size_t best = 0;
    bool first = true;
    for (const DoctorChoice& doctor : doctorsOf(context, choice.id, free)) {
        const auto found = std::find(reasons.begin(), reasons.end(), doctor.whyNot);
        best = std::max(best, static_cast<std::size_t>(found - reasons.begin()));
        if (!doctor.whyNot.empty()) continue;
        choice.free += doctor.free;
        if (first || doctor.session.amountFen < choice.fromFen)
            choice.fromFen = doctor.session.amountFen;
        first = false;
    }
    choice.whyNot = reasons[best];
    if (choice.whyNot.empty()) choice.fromText = core::formatFen(choice.fromFen);
    return choice;
}

} // namespace

TakeNumber::TakeNumber(FlowContext& context, Printing& printing)
    : context_(context), printing_(printing), alive_(std::make_shared<bool>(true)) {}

TakeNumber::~TakeNumber() {
    *alive_ = false;
}

core::Result<Departments> TakeNumber::departments() const {
    Departments departments;
    departments.ageMs = context_.dataAgeMs();
    const auto done = context_.database().read([&]() -> core::Result<void> {
        const FreeByBand free = freeToday(context_);
        for (const Record& row : store::select(context_.database(), context_.site(), "department",
                                               "AND kind = 'clinic' ORDER BY floor, id"))
            departments.list.push_back(departmentChoice(context_, row, free));
        return {};
    });
    if (!done) return tl::unexpected(done.error());
    std::stable_sort(departments.list.begin(), departments.list.end(),
                     [](const DepartmentChoice& a, const DepartmentChoice& b) {
                         return a.whyNot.empty() && !b.whyNot.empty();
                     });
    return departments;
}

core::Result<Doctors> TakeNumber::doctors(const std::string& department) const {
    Doctors doctors;
    doctors.ageMs = context_.dataAgeMs();
    const auto done = context_.database().read([&]() -> core::Result<void> {
        if (!store::find(context_.database(), context_.site(), "department", {department}))
            return core::refused("unknown-department", "no such department");
        doctors.list = doctorsOf(context_, department, freeToday(context_));
        return {};
    });
    if (!done) return tl::unexpected(done.error());
    return doctors;
}

core::Result<IdentityView> TakeNumber::readIdentity(std::string_view typed) const {
    const int today = context_.today();
    const auto number = core::parseIdNumber(typed, today);
    if (!number) return tl::unexpected(number.error());
    IdentityView view;
    view.maskedNumber = core::maskIdNumber(number->number);
    view.birth = number->birth;
    view.age = core::ageOn(number->birth, today);
    const auto done = context_.database().read([&]() -> core::Result<void> {
        if (const auto c = ageClassFor(context_, view.age)) view.priorityClass = c->code;
        return {};
    });
    if (!done) return tl::unexpected(done.error());
    return view;
}

core::Result<std::string> TakeNumber::sealIdentity(const core::IdNumber& identity,
                                                   const std::string& ticket) const {
    const auto key = sealingKey(context_);
    if (!key)
        return core::fail(core::ErrorKind::Device, "cannot-seal",
                          "the trust list has no key of the registry to seal to");
    const std::string plain =
        json{{"id_number", identity.number}, {"birth", identity.birth}}.dump();
    const std::string place = context_.site() + "/" + ticket;
    return core::toHex(context_.crypto.sealTo(*key, core::asBytes(plain), core::asBytes(place)));
}

core::Result<IssuedTicket> TakeNumber::confirm(const WalkInDetails& details,
                                               Printing::Done printed) {
    if (!held_) return core::refused("no-hold", "choose a doctor and a time first");
    if (context_.clock.utcMs() >= held_->expiresAtMs) {
        held_.reset();
        return core::refused("hold-expired", "the time to confirm is over: choose again");
    }
    std::optional<core::IdNumber> identity;
    if (!details.idNumber.empty()) {
        const auto number = core::parseIdNumber(details.idNumber, context_.today());
        if (!number) return tl::unexpected(number.error());
        identity = *number;
    }
    TicketDraft draft;
    const auto filled = context_.database().read([&]() -> core::Result<void> {
        draft.id = drawTicketId(context_, held_->session.day);
        draft.checkIn = context_.clock.now().minute >= opensAt(context_, held_->band);
        if (!identity) return {};
        const auto sealed = sealIdentity(*identity, draft.id);
        if (!sealed) return tl::unexpected(sealed.error());
        draft.attachment = *sealed;
        const auto c = ageClassFor(context_, core::ageOn(identity->birth, context_.today()));
        if (c && !details.declinePriority) {
            draft.lane = c->lane;
            draft.level = c->level;
        }
        return {};
    });
    if (!filled) return tl::unexpected(filled.error());
    draft.kind = "walkin";
    draft.hold = held_->hold;
    if (bugs::active(bugs::NumberInTheClear)) draft.masked = details.idNumber;
    draft.shortCode = shortCodeOf(context_, draft.id);
    draft.session = held_->session;
    draft.slot = held_->slot;
    draft.number = held_->number;
    draft.band = held_->band;
    draft.language = details.language;
    auto ticket = issueTicket(context_, draft);
    if (!ticket) return ticket;
    held_.reset();
    printing_.carryOut(ticket->effect, std::move(printed));
    return ticket;
}

} // namespace menzhen::flows
