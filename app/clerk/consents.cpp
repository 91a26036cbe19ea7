// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/consents.h"

#include "app/clerk/holders.h"
#include "app/clerk/visits.h"
#include "app/ops/fields.h"
#include "db/store/records.h"

#include <algorithm>

namespace menzhen::clerk {

namespace {

constexpr std::size_t consentIdBytes = 8;

json namesOf(store::Database& database, const std::string& site) {
    const auto organization = store::find(database, site, "organization", {site});
    return {{"site", site},
            {"name_zh", organization ? organization->text("name_zh") : site},
            {"name_en", organization ? organization->text("name_en") : site}};
}

/// Whatever the consent of this patient to that site is called; empty: there is none that holds.
std::string standingConsent(store::Database& database, const std::string& holder,
                            const std::string& patient, const std::string& site, bool sensitive,
                            std::int64_t now) {
    store::Query query(database, "SELECT id FROM consent WHERE holder = ? AND patient = ? AND site "
                                 "= ? AND sensitive = ? AND withdrawn_at = 0 AND until_at > ?");
    query.bind(holder).bind(patient).bind(site).bind(sensitive ? 1 : 0).bind(now);
    return query.step() ? query.text(0) : std::string();
}

bool hasRoom(store::Database& database, const std::string& holder, std::int64_t now) {
    store::Query query(database, "SELECT count(*) FROM consent WHERE holder = ? AND withdrawn_at = "
                                 "0 AND until_at > ?");
    query.bind(holder).bind(now);
    query.step();
    return query.integer(0) < maxConsentsPerHolder;
}

void keepLook(Clerk& clerk, const std::string& visit, const std::string& staff,
              const std::string& device, const std::string& consent, const std::string& outcome,
              std::size_t visits) {
    store::Query(clerk.log().database(), "INSERT INTO history_look (at, site, visit, staff, "
                                         "device, consent, outcome, visits) VALUES (?, ?, ?, ?, ?, "
                                         "?, ?, ?)")
        .bind(clerk.log().clock().utcMs())
        .bind(clerk.site())
        .bind(visit)
        .bind(staff)
        .bind(device)
        .bind(consent)
        .bind(outcome)
        .bind(static_cast<std::int64_t>(visits))
        .run();
}

struct Standing {
    std::string id;
    std::string holder;
    bool sensitive = false;
};

std::vector<Standing> consentsFor(Clerk& clerk, const core::Bytes& person) {
    store::Query query(clerk.log().database(),
                       "SELECT id, holder, sensitive FROM consent WHERE person_index = ? AND site "
                       "= ? AND withdrawn_at = 0 AND until_at > ? ORDER BY sensitive DESC, id");
    query.bind(core::ByteView(person)).bind(clerk.site()).bind(clerk.log().clock().utcMs());
    std::vector<Standing> all;
    while (query.step())
        all.push_back({query.text(0), query.text(1), query.integer(2) != 0});
    return all;
}

struct Elsewhere {
    std::string site;
    std::string visit;
    int day = 0;
};

std::vector<Elsewhere> visitsElsewhere(Clerk& clerk, const std::string& holder,
                                       const core::Bytes& person) {
    store::Query query(clerk.log().database(),
                       "SELECT v.site, v.visit, v.day FROM visit_holder v JOIN person p ON p.site "
                       "= v.site AND p.day = v.day AND p.id = v.visit WHERE v.holder = ? AND "
                       "v.site <> ? AND p.id_index = ? ORDER BY v.day DESC, v.visit LIMIT ?");
    query.bind(holder).bind(clerk.site()).bind(core::ByteView(person)).bind(maxHistoryVisits);
    std::vector<Elsewhere> all;
    while (query.step())
        all.push_back({query.text(0), query.text(1), static_cast<int>(query.integer(2))});
    return all;
}

json shown(store::Database& database, const Elsewhere& where, const Visit& visit) {
    json row = namesOf(database, where.site);
    row["day"] = visit.day;
    row["state"] = visit.state();
    row["department_zh"] = visit.department ? visit.department->text("zh") : std::string();
    row["department_en"] = visit.department ? visit.department->text("en") : std::string();
    row["doctor_zh"] = row["doctor_en"] = "";
    if (!visit.session || visit.session->integer("pooled") != 0) return row;
    const auto doctor =
        store::find(database, where.site, "practitioner", {visit.session->text("practitioner")});
    if (!doctor) return row;
    row["doctor_zh"] = doctor->text("name_zh");
    row["doctor_en"] = doctor->text("name_en");
    return row;
}

json historyUnder(Clerk& clerk, const Standing& consent, const core::Bytes& person) {
    store::Database& database = clerk.log().database();
    json list = json::array();
    for (const Elsewhere& where : visitsElsewhere(clerk, consent.holder, person)) {
        const auto visit = findVisit(database, where.site, where.visit, where.day);
        if (!visit) continue;
        const bool sensitive = visit->department && visit->department->integer("sensitive") != 0;
        if (sensitive && !consent.sensitive) continue;
        list.push_back(shown(database, where, *visit));
    }
    return list;
}

core::Bytes personOf(Clerk& clerk, int day, const std::string& visit) {
    store::Query query(clerk.log().database(),
                       "SELECT id_index FROM person WHERE site = ? AND day = ? AND id = ?");
    query.bind(clerk.site()).bind(day).bind(visit);
    return query.step() ? query.blob(0) : core::Bytes{};
}

json looksOf(store::Database& database, const std::string& consent) {
    store::Query query(database, "SELECT at, visits FROM history_look WHERE consent = ? ORDER BY "
                                 "at DESC, id DESC LIMIT ?");
    query.bind(consent).bind(maxLooksListed);
    json list = json::array();
    while (query.step())
        list.push_back({{"at", query.integer(0)}, {"visits", query.integer(1)}});
    return list;
}

} // namespace

Answer giveConsent(Clerk& clerk, const Caller& caller, const json& body) {
    ops::FieldReader read(body);
    const std::string patient = read.text("patient", 1, 32);
    const std::string site = read.text("site", 1, 4);
    const bool sensitive = read.optionalFlag("sensitive", false);
    if (const auto error = read.error()) return tl::unexpected(*error);
    store::Database& database = clerk.log().database();
    Holders holders = holdersOf(clerk);
    const auto person = openPatient(database, holders.sealing(), caller.id, patient);
    if (!person) return tl::unexpected(person.error());
    if (!store::find(database, site, "organization", {site}))
        return core::refused("unknown-site", "no such hospital");
    const std::int64_t now = clerk.log().clock().utcMs();
    std::string id = standingConsent(database, caller.id, patient, site, sensitive, now);
    if (!id.empty()) return json{{"id", id}};
    if (!hasRoom(database, caller.id, now))
        return core::refused("too-many-consents", "withdraw one before giving another");
    id = clerk.drawId(consentIdBytes);
    const core::Bytes index = clerk.people().idIndex(person->idNumber);
    store::Query(database, "INSERT INTO consent (id, holder, patient, person_index, site, "
                           "sensitive, given_at, until_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(id)
        .bind(caller.id)
        .bind(patient)
        .bind(core::ByteView(index))
        .bind(site)
        .bind(sensitive ? 1 : 0)
        .bind(now)
        .bind(now + consentMs)
        .run();
    return json{{"id", id}};
}

Answer withdrawConsent(Clerk& clerk, const Caller& caller, const std::string& id) {
    store::Database& database = clerk.log().database();
    {
        store::Query query(database, "SELECT 1 FROM consent WHERE id = ? AND holder = ?");
        query.bind(id).bind(caller.id);
        if (!caller.known || !query.step())
            return core::refused("unknown-consent", "no such consent of this phone");
    }
    store::Query(database, "UPDATE consent SET withdrawn_at = ? WHERE id = ? AND withdrawn_at = 0")
        .bind(clerk.log().clock().utcMs())
        .bind(id)
        .run();
    return json{{"id", id}, {"state", "withdrawn"}};
}

void withdrawConsentsOf(Clerk& clerk, const Caller& caller, const std::string& patient) {
    store::Query(clerk.log().database(), "UPDATE consent SET withdrawn_at = ? WHERE holder = ? AND "
                                         "patient = ? AND withdrawn_at = 0")
        .bind(clerk.log().clock().utcMs())
        .bind(caller.id)
        .bind(patient)
        .run();
}

core::Result<json> showConsents(Views& views, const Asker& asker) {
    const auto holder = knownHolder(views.database(), asker.crypto, asker.token);
    if (!holder) return core::refused("no-holder", "this phone holds nothing yet");
    store::Query query(views.database(),
                       "SELECT c.id, c.patient, coalesce(p.masked, ''), c.site, c.sensitive, "
                       "c.given_at, c.until_at, c.withdrawn_at FROM consent c LEFT JOIN patient p "
                       "ON p.holder = c.holder AND p.id = c.patient WHERE c.holder = ? ORDER BY "
                       "c.withdrawn_at <> 0, c.given_at DESC, c.id LIMIT ?");
    query.bind(*holder).bind(maxConsentsPerHolder);
    json list = json::array();
    while (query.step()) {
        json row = namesOf(views.database(), query.text(3));
        row["id"] = query.text(0);
        row["patient"] = query.text(1);
        row["masked"] = query.text(2);
        row["sensitive"] = query.integer(4) != 0;
        row["given_at"] = query.integer(5);
        row["until_at"] = query.integer(6);
        row["withdrawn_at"] = query.integer(7);
        row["looks"] = looksOf(views.database(), query.text(0));
        list.push_back(std::move(row));
    }
    return json{{"consents", std::move(list)}, {"as_of", views.clock().utcMs()}};
}

Answer lookAtHistory(Clerk& clerk, const std::string& id, const json& body,
                     const std::string& device) {
    ops::FieldReader read(body);
    const std::string by = read.text("by", 1, 32);
    const auto day = static_cast<int>(read.integer("day", 19700101, 99991231));
    if (const auto error = read.error()) return tl::unexpected(*error);
    store::Database& database = clerk.log().database();
    if (!holdsRole(database, clerk.site(), by, {"doctor", "nurse"})) {
        keepLook(clerk, id, by, device, {}, "not-allowed", 0);
        return core::refused("not-allowed", "a doctor or nurse of this hospital may ask");
    }
    const auto visit = findVisit(database, clerk.site(), id, day);
    if (!visit) return core::refused("unknown-visit", "no such visit");
    const core::Bytes person = personOf(clerk, visit->day, visit->id);
    const auto consents = person.empty() ? std::vector<Standing>() : consentsFor(clerk, person);
    if (consents.empty()) {
        keepLook(clerk, visit->id, by, device, {}, "no-consent", 0);
        return core::refused("no-consent", "the patient has not agreed to this, or no longer");
    }
    json all = json::array();
    for (const Standing& consent : consents) {
        const json some = historyUnder(clerk, consent, person);
        keepLook(clerk, visit->id, by, device, consent.id, "shown", some.size());
        for (const json& row : some)
            if (std::find(all.begin(), all.end(), row) == all.end()) all.push_back(row);
    }
    return json{{"visits", std::move(all)}};
}

} // namespace menzhen::clerk
