// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/visitcommands.h"

#include "app/clerk/doors.h"
#include "app/clerk/recall.h"
#include "app/clerk/visits.h"
#include "app/clerk/visitview.h"
#include "app/core/bookingrules.h"
#include "app/core/calendar.h"
#include "app/core/hospital.h"
#include "app/core/shortcode.h"
#include "app/ops/codecheck.h"
#include "app/ops/fields.h"
#include "app/ops/problemfields.h"
#include "app/ops/zonecode.h"

#include <algorithm>

namespace menzhen::clerk {

namespace {

constexpr std::size_t maxShortCodeBytes = 40;
constexpr std::size_t maxPlaceBytes = 200;
constexpr int maxAheadAlert = 99;
constexpr int maxMinutesAlert = 240;
constexpr std::size_t entryIdBytes = 8;
constexpr unsigned codeKinds = 2;
/// Looked for when what was typed is no code: the same work, and nobody has it.
constexpr const char* nobodysCode = "00000000";

core::Error unknownVisit() {
    return {core::ErrorKind::Refused, "unknown-visit", "no such visit"};
}

/// The line of the trust list with this kid, if its key can be read.
std::vector<core::TrustedKey> trustFor(Clerk& clerk, const core::Kid& kid) {
    const auto row =
        store::find(clerk.log().database(), clerk.site(), "trusted_key", {core::toHex(kid)});
    const auto der = row ? core::fromHex(row->text("spki")) : std::nullopt;
    if (!der) return {};
    const auto key = clerk.log().crypto().publicKeyFromSpki(*der);
    if (!key) return {};
    core::TrustedKey trusted;
    trusted.kid = clerk.log().crypto().kid(*key);
    trusted.key = *key;
    trusted.from = row->integer("valid_from");
    if (row->integer("valid_until") != 0) trusted.until = row->integer("valid_until");
    if (row->integer("revoked_after") != 0) trusted.revokedAfter = row->integer("revoked_after");
    trusted.scopes = 0;
    for (unsigned kind = 0; kind < codeKinds; ++kind)
        if (row->text("scope").find(static_cast<char>('0' + kind)) != std::string::npos)
            trusted.scopes |= 1U << kind;
    return {std::move(trusted)};
}

std::optional<Visit> visitOfShortCode(Clerk& clerk, const std::string& typed) {
    std::string code = core::readShortCode(typed).value_or(nobodysCode);
    std::erase(code, '-');
    return findVisitByCode(clerk.log().database(), clerk.site(), code,
                           clerk.log().clock().now().day);
}

core::Result<Visit> followedVisit(Clerk& clerk, const Caller& caller, const std::string& id) {
    store::Query query(clerk.log().database(),
                       "SELECT day FROM visit_holder WHERE holder = ? AND site = ? AND visit = ?");
    query.bind(caller.id).bind(clerk.site()).bind(id);
    if (caller.known && query.step())
        if (auto visit = findVisit(clerk.log().database(), clerk.site(), id,
                                   static_cast<int>(query.integer(0))))
            return std::move(*visit);
    return tl::unexpected(unknownVisit());
}

Answer shown(Clerk& clerk, const Caller& caller, const std::string& visit) {
    Recall recall;
    recall.keys = &clerk.keys();
    Views views(clerk.log().database(), clerk.site(), clerk.log().clock(), &recall);
    return showVisitOf(views, caller.id, visit);
}

core::Error more(const char* code, const char* detail, const char* name, const json& value) {
    return ops::withFields({core::ErrorKind::Refused, code, detail}, {{name, value}});
}

/// From which minute of its day a visit may be checked in, or a virtual one entered.
int opensAt(Clerk& clerk, const Visit& visit) {
    const auto organization =
        store::find(clerk.log().database(), clerk.site(), "organization", {clerk.site()});
    const auto rules = ops::queueParametersFromJson(organization->text("queue_rules"));
    const int early = rules ? rules->earlyOpen : core::QueueParameters().earlyOpen;
    return std::max(visit.band() - early, 0);
}

/// Where a virtual visit opens. What makes it the visit's own is no id that opens anything here.
std::string virtualLink(Clerk& clerk, const Visit& visit) {
    std::string link = visit.session->text("link");
    const std::size_t mark = link.find(core::virtualVisitMark);
    if (mark == std::string::npos) return link;
    const auto own =
        keyedIndex(clerk.log().crypto(), clerk.keys(), "virtual/" + clerk.site() + "/" + visit.id);
    return link.replace(mark, core::virtualVisitMark.size(), core::toHex(own));
}

/// Right day, right zone, not too early.
core::Result<void> mayCheckIn(Clerk& clerk, const Visit& visit, const ops::ZonePlace& place) {
    const ports::LocalTime now = clerk.log().clock().now();
    if (visit.day != now.day)
        return tl::unexpected(more("other-day", "the visit is on another day", "day", visit.day));
    if (place.site != clerk.site() || place.zone != visit.zone())
        return tl::unexpected(
            more("wrong-zone", "the visit is in another zone", "zone", visit.zone()));
    const int opens = opensAt(clerk, visit);
    const std::string state = visit.state();
    if ((state == "booked" || state == "expected") && now.minute < opens)
        return tl::unexpected(more("too-early", "check-in is not open yet", "opens", opens));
    return {};
}

/// The registration that a kiosk would have printed.
core::Result<std::string> issueTicket(Clerk& clerk, const Visit& visit) {
    if (!visit.session) return tl::unexpected(unknownVisit());
    const store::Record& b = *visit.booking;
    core::Bytes drawn(entryIdBytes);
    clerk.log().chance().fill(drawn);
    const std::string id = core::toHex(drawn);
    const auto issued = clerk.log().author({"ticket.issued",
                                            visit.day,
                                            {{"ticket", id},
                                             {"kind", "booked"},
                                             {"session", b.text("session")},
                                             {"slot", b.integer("slot")},
                                             {"queue", visit.queue()},
                                             {"half", visit.half()},
                                             {"number", b.text("number")},
                                             {"band", b.integer("band")},
                                             {"zone", visit.zone()},
                                             {"short_code", b.text("short_code")},
                                             {"booking", visit.id},
                                             {"masked", b.text("masked")},
                                             {"lang", b.text("lang")},
                                             {"lane", "N"},
                                             {"level", 0}},
                                            {},
                                            {}});
    if (!issued) return tl::unexpected(issued.error());
    return id;
}

core::Result<std::int64_t> numberOrNever(const json& body, const char* name, int least, int most) {
    const auto found = body.find(name);
    if (found == body.end() || found->is_null()) return -1;
    ops::FieldReader read(body);
    const std::int64_t value = read.integer(name, least, most);
    if (const auto error = read.error()) return tl::unexpected(*error);
    return value;
}

bool hasPhone(Clerk& clerk, const Visit& visit) {
    const auto person = clerk.people().get(visit.day, visit.id);
    return person && *person && !(*person)->phone.empty();
}

} // namespace

std::optional<Visit> visitOfSignedCode(Clerk& clerk, const std::string& text, int pastDays) {
    const auto unverified = core::readCode(text);
    if (!unverified) return std::nullopt;
    const core::CodeClaims& said = unverified->claims;
    const auto trust = trustFor(clerk, unverified->kid);
    core::CodeContext context;
    context.trust = trust;
    context.now = std::max(clerk.log().clock().utcMs() / 1000, said.notBefore);
    // An earlier day's is judged as of its own last second, its key as well. That proves little
    // by itself (a thief of an old key backdates), but whoever knows a cti of the log knows the
    // short code too, which is made from it: a scan opens no more than typing does.
    if (pastDays > 0 && said.day >= core::addDays(clerk.log().clock().now().day, -pastDays))
        context.now = std::max(std::min(context.now, said.expires - 1), said.notBefore);
    context.site = clerk.site();
    const auto claims = ops::checkCode(clerk.log().crypto(), text, context);
    if (!claims) return std::nullopt;
    return findVisit(clerk.log().database(), clerk.site(), core::toHex(claims->cti), claims->day);
}

Answer openVisit(Clerk& clerk, const Caller& caller, const json& body, const std::string& address) {
    if (const auto may = mayTry(clerk, address); !may) return tl::unexpected(may.error());
    ops::FieldReader read(body);
    const std::string typed = read.optionalText("short_code", maxShortCodeBytes);
    const std::string code = read.optionalText("code", core::codeMostBytes);
    if (!read.error() && typed.empty() == code.empty())
        read.complain("short_code", "either this or `code` is wanted");
    if (const auto error = read.error()) return tl::unexpected(*error);
    const auto visit =
        code.empty() ? visitOfShortCode(clerk, typed) : visitOfSignedCode(clerk, code);
    if (!visit) {
        noteWrongTry(clerk, address);
        return tl::unexpected(unknownVisit());
    }
    holdersOf(clerk).follow(caller.id, clerk.site(), visit->day, visit->id,
                            clerk.log().clock().utcMs());
    return shown(clerk, caller, visit->id);
}

Answer setAlert(Clerk& clerk, const Caller& caller, const std::string& id, const json& body) {
    const auto visit = followedVisit(clerk, caller, id);
    if (!visit) return tl::unexpected(visit.error());
    if (!body.is_object()) return core::badData("bad-field", "an object is wanted");
    const auto ahead = numberOrNever(body, "ahead", 0, maxAheadAlert);
    if (!ahead) return tl::unexpected(ahead.error());
    const auto minutes = numberOrNever(body, "minutes", 1, maxMinutesAlert);
    if (!minutes) return tl::unexpected(minutes.error());
    ops::FieldReader read(body);
    const bool message = read.optionalFlag("message", false);
    if (const auto error = read.error()) return tl::unexpected(*error);
    if (message && (!clerk.sendsMessages() || !hasPhone(clerk, *visit)))
        return core::refused("no-messages", "messages are not sent here, or no phone was given");
    store::Query(clerk.log().database(), "INSERT OR REPLACE INTO visit_alert (holder, site, visit, "
                                         "ahead, minutes, message) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(caller.id)
        .bind(clerk.site())
        .bind(id)
        .bind(*ahead)
        .bind(*minutes)
        .bind(message ? 1 : 0)
        .run();
    const auto orNull = [](std::int64_t value) { return value < 0 ? json() : json(value); };
    return json{{"ahead", orNull(*ahead)}, {"minutes", orNull(*minutes)}, {"message", message}};
}

Answer checkInByPhone(Clerk& clerk, const Caller& caller, const std::string& id, const json& body) {
    const auto visit = followedVisit(clerk, caller, id);
    if (!visit) return tl::unexpected(visit.error());
    ops::FieldReader read(body);
    const std::string text = read.text("place", 1, maxPlaceBytes);
    if (const auto error = read.error()) return tl::unexpected(*error);
    const auto place = ops::readZoneCode(clerk.log().crypto(), clerk.keys().indexKey, text);
    if (!place) return core::badData("bad-place", "this is no code of a waiting zone");
    if (visit->isVirtual()) return tl::unexpected(core::refusalOf("virtual-visit"));
    if (const auto may = mayCheckIn(clerk, *visit, *place); !may)
        return tl::unexpected(may.error());
    const std::string state = visit->state();
    if (!visit->entry && state != "booked")
        return core::refused("refused:" + state, "this booking is not open for check-in");
    std::string entry = visit->entry ? visit->entry->text("id") : std::string();
    if (entry.empty()) {
        auto issued = issueTicket(clerk, *visit);
        if (!issued) return tl::unexpected(issued.error());
        entry = std::move(*issued);
    }
    const auto in =
        clerk.log().author({"entry.checked_in", visit->day, {{"entry", entry}}, caller.id, {}});
    if (!in) return tl::unexpected(in.error());
    return shown(clerk, caller, id);
}

Answer joinByPhone(Clerk& clerk, const Caller& caller, const std::string& id) {
    const auto visit = followedVisit(clerk, caller, id);
    if (!visit) return tl::unexpected(visit.error());
    if (!visit->isVirtual() || !visit->booking)
        return core::refused("not-virtual", "this visit is in a room of the hospital");
    const std::string state = visit->state();
    if (state != "booked" && state != "joined")
        return core::refused("refused:" + state, "this booking is not open");
    const ports::LocalTime now = clerk.log().clock().now();
    if (visit->day != now.day)
        return tl::unexpected(more("other-day", "the visit is on another day", "day", visit->day));
    const int opens = opensAt(clerk, *visit);
    if (now.minute < opens)
        return tl::unexpected(more("too-early", "the visit is not open yet", "opens", opens));
    if (now.minute >= visit->latest()) return tl::unexpected(core::refusalOf("session-over"));
    if (state == "booked")
        if (const auto joined = clerk.log().author(
                {"visit.joined", visit->day, {{"booking", visit->id}}, caller.id, {}});
            !joined)
            return tl::unexpected(joined.error());
    return json{{"link", virtualLink(clerk, *visit)}};
}

} // namespace menzhen::clerk
