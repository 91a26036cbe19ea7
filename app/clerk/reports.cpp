// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/reports.h"

#include "app/clerk/recall.h"
#include "app/clerk/requests.h"
#include "app/clerk/visitcommands.h"
#include "app/clerk/visits.h"
#include "app/core/calendar.h"
#include "app/core/idnumber.h"
#include "app/core/shortcode.h"
#include "app/ops/fields.h"

namespace menzhen::clerk {

namespace {

constexpr std::size_t maxSignedCodeBytes = 512;
constexpr std::size_t maxTypedBytes = 32; ///< a short code, an identity number
constexpr const char* neutralZh = "检查报告";
constexpr const char* neutralEn = "Report";

/// A row of the table, without its body.
struct Kept {
    std::string id;
    std::string visit;
    std::string status;
    std::int64_t issuedMs = 0;
    std::int64_t version = 0;
    std::string keyName;
    core::Bytes body;
};

core::Error unknownReport() {
    return {core::ErrorKind::Refused, "unknown-report", "no such report"};
}

std::string placeOf(const std::string& site, const std::string& id, std::int64_t version) {
    return "report/" + site + "/" + id + "/body/" + std::to_string(version);
}

json toJson(const Report& report) {
    json findings = json::array();
    for (const Finding& one : report.findings)
        findings.push_back({{"name_zh", one.nameZh},
                            {"name_en", one.nameEn},
                            {"value", one.value},
                            {"unit", one.unit},
                            {"range", one.range},
                            {"flag", one.flag}});
    return {{"sender_id", report.id},   {"name_zh", report.nameZh},
            {"name_en", report.nameEn}, {"performer", report.performer},
            {"lines", findings},        {"conclusion", report.conclusion}};
}

Kept keptOf(const store::Query& row) {
    return {row.text(0),    row.text(1), row.text(2), row.integer(3),
            row.integer(4), row.text(5), row.blob(6)};
}

constexpr const char* columns =
    "SELECT id, visit, status, issued_at, version, key_name, body FROM report WHERE site = ? AND ";

std::optional<Kept> findReport(store::Database& database, const std::string& site,
                               const std::string& id) {
    store::Query query(database, std::string(columns) + "id = ?");
    query.bind(site).bind(id);
    if (!query.step()) return std::nullopt;
    return keptOf(query);
}

/// The latest first.
std::vector<Kept> reportsOf(store::Database& database, const std::string& site,
                            const std::string& visit) {
    store::Query query(database, std::string(columns) + "visit = ? ORDER BY issued_at DESC, id");
    query.bind(site).bind(visit);
    std::vector<Kept> found;
    while (query.step())
        if (Kept kept = keptOf(query); !shownStatus(kept.status).empty())
            found.push_back(std::move(kept));
    return found;
}

core::Result<json> openBody(Sealing& sealing, const std::string& site, const Kept& kept) {
    const auto plain = sealing.open(kept.keyName, placeOf(site, kept.id, kept.version), kept.body);
    if (!plain) return tl::unexpected(plain.error());
    return json::parse(*plain);
}

json headOf(const Kept& kept, const json& body) {
    const std::string status = shownStatus(kept.status);
    return {{"id", kept.id},
            {"name_zh", body["name_zh"]},
            {"name_en", body["name_en"]},
            {"status", status},
            {"at", kept.issuedMs},
            {"final", status == "final"},
            {"amended", status == "final" && kept.status != "final"}};
}

json wholeOf(const Kept& kept, const json& body) {
    json whole = headOf(kept, body);
    for (const char* name : {"performer", "lines", "conclusion"})
        whole[name] = body[name];
    return whole;
}

core::Result<json> listOf(store::Database& database, Sealing& sealing, const std::string& site,
                          const std::string& visit) {
    json list = json::array();
    for (const Kept& kept : reportsOf(database, site, visit)) {
        const auto body = openBody(sealing, site, kept);
        if (!body) return tl::unexpected(body.error());
        list.push_back(headOf(kept, *body));
    }
    return list;
}

core::Result<json> oneOf(store::Database& database, Sealing& sealing, const std::string& site,
                         const std::string& visit, const std::string& id) {
    const auto kept = findReport(database, site, id);
    if (!kept || kept->visit != visit || shownStatus(kept->status).empty())
        return tl::unexpected(unknownReport());
    const auto body = openBody(sealing, site, *kept);
    if (!body) return tl::unexpected(body.error());
    return wholeOf(*kept, *body);
}

/// The visit whose number this is, a booking before a ticket alone.
std::optional<Visit> visitOf(Clerk& clerk, const Report& report) {
    store::Database& database = clerk.log().database();
    for (const char* table : {"booking", "entry"}) {
        store::Query query(database, std::string("SELECT id FROM ") + table +
                                         " WHERE site = ? AND day = ? AND number = ?");
        query.bind(clerk.site()).bind(report.day).bind(report.number);
        if (query.step()) return findVisit(database, clerk.site(), query.text(0), report.day);
    }
    return std::nullopt;
}

/// Whether a report of an id that is here may come after it.
core::Result<void> mayFollow(const Kept& kept, const Report& report) {
    if (report.issuedMs < kept.issuedMs)
        return core::refused("older-report", "a later version of this report is here");
    const std::string now = shownStatus(report.status);
    if (shownStatus(kept.status) == "final" && (now == "registered" || now == "partial"))
        return core::refused("final-already", "a final report never becomes a partial one again");
    return {};
}

void keep(Clerk& clerk, const Kept& kept, int day) {
    store::Query(clerk.log().database(),
                 "INSERT OR REPLACE INTO report (site, id, visit, day, status, issued_at, "
                 "received_at, version, key_name, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(clerk.site())
        .bind(kept.id)
        .bind(kept.visit)
        .bind(day)
        .bind(kept.status)
        .bind(kept.issuedMs)
        .bind(clerk.log().clock().utcMs())
        .bind(kept.version)
        .bind(kept.keyName)
        .bind(core::ByteView(kept.body))
        .run();
}

Sealing sealingOf(Clerk& clerk) {
    return {clerk.log().database(), clerk.log().crypto(), clerk.keys(), clerk.log().chance()};
}

core::Result<Sealing> sealingOf(Views& views, const Asker& asker) {
    const SiteKeys* keys = views.recall().keys;
    if (keys == nullptr)
        return core::fail(core::ErrorKind::Device, "cannot-open", "there are no keys to open with");
    return Sealing(views.database(), asker.crypto, *keys);
}

core::Day firstReportDay(const Clerk& clerk) {
    return core::addDays(clerk.setup().clock.now().day, -reportDays);
}

/// The latest visit under this short code: a laboratory may need days.
std::optional<Visit> visitOfTyped(Clerk& clerk, const std::string& code) {
    store::Database& database = clerk.log().database();
    const core::Day first = firstReportDay(clerk);
    for (core::Day day = clerk.log().clock().now().day; day >= first; day = core::addDays(day, -1))
        if (auto visit = findVisitByCode(database, clerk.site(), code, day)) return visit;
    return std::nullopt;
}

core::Result<Visit> visitOfBody(Clerk& clerk, const json& body) {
    ops::FieldReader read(body);
    const bool typed = body.is_object() && body.contains("short_code");
    const std::string text = typed ? read.text("short_code", 1, maxTypedBytes)
                                   : read.text("code", 1, maxSignedCodeBytes);
    if (read.error()) return tl::unexpected(*read.error());
    std::optional<Visit> visit;
    if (typed) {
        auto code = core::readShortCode(text);
        if (!code) return tl::unexpected(code.error());
        std::erase(*code, '-');
        visit = visitOfTyped(clerk, *code);
    } else {
        visit = visitOfSignedCode(clerk, text, reportDays);
    }
    if (!visit) return core::refused("unknown-visit", "no such visit");
    return std::move(*visit);
}

std::int64_t printsOf(Clerk& clerk, const std::string& report) {
    store::Query prints(clerk.log().database(),
                        "SELECT count(*) FROM report_print WHERE site = ? AND report = ?");
    prints.bind(clerk.site()).bind(report);
    prints.step();
    return prints.integer(0);
}

/// How far the reports of somebody's visits are: neither what was examined nor what opens one.
Answer statesOfPerson(Clerk& clerk, const json& body) {
    ops::FieldReader read(body);
    const std::string typed = read.text("id_number", 1, maxTypedBytes);
    if (read.error()) return tl::unexpected(*read.error());
    const auto number = core::parseIdNumber(typed, clerk.log().clock().now().day);
    if (!number) return tl::unexpected(number.error());
    store::Database& database = clerk.log().database();
    const core::Bytes index = clerk.people().idIndex(number->number);
    store::Query visits(database, "SELECT id, day FROM person INDEXED BY person_id_index WHERE "
                                  "id_index = ? AND site = ? AND day >= ? ORDER BY day DESC, id");
    visits.bind(core::ByteView(index)).bind(clerk.site()).bind(firstReportDay(clerk));
    json list = json::array();
    while (visits.step()) {
        const auto visit =
            findVisit(database, clerk.site(), visits.text(0), static_cast<int>(visits.integer(1)));
        if (!visit) continue;
        for (const Kept& kept : reportsOf(database, clerk.site(), visit->id)) {
            json head = headOf(kept, {{"name_zh", neutralZh}, {"name_en", neutralEn}});
            head.erase("id");
            head["prints"] = printsOf(clerk, kept.id);
            head["day"] = visit->day;
            head["number"] = visit->number();
            list.push_back(std::move(head));
        }
    }
    return json{{"opens", false}, {"masked", ""}, {"reports", std::move(list)}};
}

/// How often it was printed with this press. The same press comes to the same number.
std::int64_t countPrint(Clerk& clerk, const Kept& kept, const std::string& request,
                        const std::string& device) {
    store::Database& database = clerk.log().database();
    store::Query known(database, "SELECT nth FROM report_print WHERE site = ? AND report = ? AND "
                                 "request = ?");
    known.bind(clerk.site()).bind(kept.id).bind(request);
    if (known.step()) return known.integer(0);
    store::Query last(database, "SELECT coalesce(max(nth), 0) FROM report_print WHERE site = ? AND "
                                "report = ?");
    last.bind(clerk.site()).bind(kept.id);
    last.step();
    const std::int64_t nth = last.integer(0) + 1;
    store::Query(database, "INSERT INTO report_print (site, report, nth, version, request, device, "
                           "at) VALUES (?, ?, ?, ?, ?, ?, ?)")
        .bind(clerk.site())
        .bind(kept.id)
        .bind(nth)
        .bind(kept.version)
        .bind(request)
        .bind(device)
        .bind(clerk.log().clock().utcMs())
        .run();
    return nth;
}

} // namespace

core::Result<TakenReport> takeReport(Clerk& clerk, const Report& report) {
    const auto visit = visitOf(clerk, report);
    if (!visit) return core::refused("unknown-visit", "nobody has that number that day");
    const std::string id =
        core::toHex(keyedIndex(clerk.log().crypto(), clerk.keys(), "report/" + report.id));
    const json body = toJson(report);
    Sealing sealing = sealingOf(clerk);
    const auto before = findReport(clerk.log().database(), clerk.site(), id);
    if (before) {
        const auto known = openBody(sealing, clerk.site(), *before);
        if (!known) return tl::unexpected(known.error());
        if (*known == body && before->status == report.status &&
            before->issuedMs == report.issuedMs && before->visit == visit->id)
            return TakenReport{id, visit->id, false};
        if (const auto may = mayFollow(*before, report); !may) return tl::unexpected(may.error());
    }
    Kept kept{id,
              visit->id,
              report.status,
              report.issuedMs,
              before ? before->version + 1 : 1,
              "report/" + clerk.site() + "/" + std::to_string(report.day / 100),
              {}};
    kept.body = sealing.seal(kept.keyName, placeOf(clerk.site(), id, kept.version), textOf(body));
    keep(clerk, kept, report.day);
    return TakenReport{id, visit->id, true};
}

core::Result<json> showReports(Views& views, const Asker& asker, const std::string& visit) {
    const auto followed = followedVisitId(views, asker, visit);
    if (!followed) return tl::unexpected(followed.error());
    auto sealing = sealingOf(views, asker);
    if (!sealing) return tl::unexpected(sealing.error());
    auto list = listOf(views.database(), *sealing, views.site(), *followed);
    if (!list) return tl::unexpected(list.error());
    return json{{"reports", std::move(*list)}};
}

core::Result<json> showReport(Views& views, const Asker& asker, const std::string& visit,
                              const std::string& report) {
    const auto followed = followedVisitId(views, asker, visit);
    if (!followed) return tl::unexpected(followed.error());
    auto sealing = sealingOf(views, asker);
    if (!sealing) return tl::unexpected(sealing.error());
    return oneOf(views.database(), *sealing, views.site(), *followed, report);
}

Answer listReports(Clerk& clerk, const json& body, const std::string& device) {
    const bool byNumber = body.is_object() && body.contains("id_number");
    if (byNumber || (body.is_object() && body.contains("short_code")))
        if (const auto may = clerk.mayLookUp(device); !may) return tl::unexpected(may.error());
    if (byNumber) return statesOfPerson(clerk, body);
    const auto visit = visitOfBody(clerk, body);
    if (!visit) return tl::unexpected(visit.error());
    Sealing sealing = sealingOf(clerk);
    auto list = listOf(clerk.log().database(), sealing, clerk.site(), visit->id);
    if (!list) return tl::unexpected(list.error());
    const bool sensitive = visit->department && visit->department->integer("sensitive") != 0;
    for (json& one : *list) {
        one["prints"] = printsOf(clerk, one["id"].get<std::string>());
        one["day"] = visit->day;
        one["number"] = visit->number();
        if (!sensitive) continue;
        one["name_zh"] = neutralZh;
        one["name_en"] = neutralEn;
    }
    return json{{"opens", true}, {"masked", visit->masked()}, {"reports", std::move(*list)}};
}

Answer printReport(Clerk& clerk, const std::string& report, const json& body,
                   const std::string& device) {
    const auto visit = visitOfBody(clerk, body);
    if (!visit) return tl::unexpected(visit.error());
    ops::FieldReader read(body);
    const std::string request = read.text("request", 1, maxKeyBytes);
    if (read.error()) return tl::unexpected(*read.error());
    Sealing sealing = sealingOf(clerk);
    auto whole = oneOf(clerk.log().database(), sealing, clerk.site(), visit->id, report);
    if (!whole) return tl::unexpected(whole.error());
    const auto kept = findReport(clerk.log().database(), clerk.site(), report);
    (*whole)["copy"] = countPrint(clerk, *kept, request, device);
    (*whole)["masked"] = visit->masked();
    (*whole)["day"] = visit->day;
    (*whole)["number"] = visit->number();
    return std::move(*whole);
}

} // namespace menzhen::clerk
