// SPDX-License-Identifier: Apache-2.0
// A station that is cut off (sync.md 1.9): its claim is its staged list. It calls that list in
// order, then whoever is pinned to it, and takes patients from paper; anything else needs a text.
#include "app/flows/callnext.h"

#include "app/flows/scan.h"
#include "app/ops/choice.h"
#include "app/ops/codecheck.h"
#include "db/store/records.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace menzhen::flows {

namespace {

using nlohmann::json;
using store::Record;

constexpr std::size_t longestTextBytes = 200;

std::string halfOf(const core::CodeClaims& claims) {
    if (claims.session.ends_with("-PM")) return "PM";
    if (claims.session.ends_with("-AM")) return "AM";
    return {};
}

} // namespace

void CallNext::heardRegistry() {
    heardAtMs_ = context_.clock.monotonicMs();
    cutOff_ = false;
}

void CallNext::noteSilence() {
    cutOff_ = true;
    lineWasDown_ = context_.cutOff();
}

/// Nobody need press Next to learn that the line is back.
bool CallNext::isCutOff() const {
    return cutOff_ && (!lineWasDown_ || context_.cutOff());
}

std::int64_t CallNext::claimLeftMs() const {
    if (!heardAtMs_) return 0; // after a restart the list may have been given to others
    const std::int64_t since = context_.clock.monotonicMs() - *heardAtMs_;
    return std::max<std::int64_t>(0, ops::claimTtlMs - since);
}

void CallNext::keepClaim() {
    if (claiming_) return;
    claiming_ = true;
    renewClaim();
}

void CallNext::renewClaim() {
    Command renewal;
    renewal.path = "stations/" + context_.device() + "/claim";
    renewal.body = "{}";
    command(context_, std::move(renewal),
            [this, alive = alive_](const core::Result<json>& answer, const json&) {
                if (!*alive) return;
                const bool silent = !answer && answer.error().kind == core::ErrorKind::Offline;
                if (!silent) heardRegistry();
                if (silent) noteSilence();
                context_.later(renewClaimEveryMs, [this, alive] {
                    if (!*alive) return;
                    claiming_ = false;
                    if (staff_) keepClaim();
                });
            });
}

std::vector<std::string> CallNext::ownPromises(const Record& station) const {
    std::vector<std::string> ids;
    const std::int64_t day = context_.today();
    const auto stateOf = [&](const std::string& id) {
        const auto row = store::find(context_.database(), context_.site(), "entry", {day, id});
        return row ? row->text("state") : std::string();
    };
    // What the registry has called already, though this store does not know it yet, is no promise.
    const auto open = [&](const std::string& id) {
        return !seenOff_.contains(id) && !(answered_ && answered_->id == id);
    };
    const auto list =
        store::find(context_.database(), context_.site(), "staged",
                    {day, station.text("half"), station.text("queue"), context_.device()});
    if (list && claimLeftMs() > 0)
        for (const core::StagedPlace& place : ops::stagedFromText(list->text("ids")))
            if (open(place.id) && stateOf(place.id) == "staged") ids.push_back(place.id);
    if (!heardAtMs_) return ids; // nor does it know whom the registry has called for it
    for (const Record& row :
         store::select(context_.database(), context_.site(), "entry",
                       "AND day = ? AND half = ? AND queue = ? AND pin = ? AND state = 'waiting' "
                       "ORDER BY seq",
                       {day, station.text("half"), station.text("queue"), context_.device()}))
        if (open(row.text("id"))) ids.push_back(row.text("id"));
    return ids;
}

core::Result<json> CallNext::offlineFields(const std::string& entry) const {
    const auto station =
        store::find(context_.database(), context_.site(), "station", {context_.device()});
    if (!station || station->text("state") != "open")
        return core::refused("not-open", "open the station first");
    json fields{{"queue", station->text("queue")},
                {"half", station->text("half")},
                {"station", context_.device()},
                {"room", station->text("room")},
                {"entry", entry}};
    if (const auto patient = currentPatient()) fields["finish"] = patient->id;
    if (!entry.empty()) return fields;
    const std::vector<std::string> promises = ownPromises(*station);
    if (promises.empty())
        return core::refused(claimLeftMs() > 0 ? "list-used-up" : "claim-over",
                             "take patients by their paper tickets, or call one with a reason");
    fields["entry"] = promises.front();
    fields["reason"] = "R:interleave"; // pinned to this room: back with results
    const auto list = store::find(context_.database(), context_.site(), "staged",
                                  {std::int64_t{context_.today()}, station->text("half"),
                                   station->text("queue"), context_.device()});
    if (list)
        for (const core::StagedPlace& place : ops::stagedFromText(list->text("ids")))
            if (place.id == promises.front()) fields["reason"] = core::toText(place.reason);
    return fields;
}

core::Result<NextAnswer> CallNext::standIn(const std::string& request, const std::string& chosen,
                                           const std::string& text) {
    noteSilence();
    core::Result<json> fields = core::refused("not-open");
    const auto read = context_.database().read([&]() -> core::Result<void> {
        fields = offlineFields(chosen);
        return {};
    });
    if (!read) return tl::unexpected(read.error());
    if (!fields) return tl::unexpected(fields.error());
    if (!chosen.empty()) (*fields)["text"] = text;
    return commitCall("entry.called_offline", *fields, request);
}

core::Result<NextAnswer> CallNext::commitCall(const std::string& type, const json& fields,
                                              const std::string& request) {
    sync::DraftOp op;
    op.type = type;
    op.day = context_.today();
    op.actor = staff_ ? staff_->user : std::string();
    op.fields = fields;
    const auto done =
        request.empty() ? context_.journal.commit({op}) : commands_.standIn(request, {op});
    if (!done) return tl::unexpected(done.error());
    if (fields.contains("finish")) seenOff_.insert(fields["finish"].get<std::string>());
    seenOff_.erase(fields.value(fields.contains("ticket") ? "ticket" : "entry", std::string()));
    forgetAnswer();
    NextAnswer answer;
    const auto read = context_.database().read([&]() -> core::Result<void> {
        answer.patient = currentPatient();
        return {};
    });
    if (!read) return tl::unexpected(read.error());
    if (answer.patient) answer.reason = answer.patient->reason;
    answer.offline = true;
    return answer;
}

void CallNext::callChosen(const std::string& entry, const std::string& text,
                          std::function<void(core::Result<NextAnswer>)> done) {
    if (text.empty() || text.size() > longestTextBytes) {
        later([done = std::move(done)] {
            done(core::badData("text-missing", "say why this patient is called now"));
        });
        return;
    }
    askNext(entry, text, std::move(done));
}

core::Result<NextAnswer> CallNext::takePaper(const std::string& text) {
    if (!isCutOff())
        return core::refused("not-cut-off", "the registry answers: press Next instead");
    const auto scanned = readScan(context_, text);
    if (!scanned) return tl::unexpected(scanned.error().error);
    if (scanned->kind != Scanned::Kind::Ticket)
        return core::refused("not-a-ticket", "this is a booking's code: a kiosk prints the ticket");
    if (scanned->day != context_.today())
        return core::refused("other-day", "the ticket is for another day");
    core::Result<json> fields = core::refused("not-open");
    std::string ownQueue;
    const auto read = context_.database().read([&]() -> core::Result<void> {
        const auto known = store::find(context_.database(), context_.site(), "entry",
                                       {std::int64_t{scanned->day}, scanned->id});
        if (!known && !scanned->claims)
            return core::refused("unknown-code", "this station does not know that short code");
        fields = offlineFields(scanned->id);
        if (!fields) return tl::unexpected(fields.error());
        (*fields)["ticket"] = scanned->id;
        fields->erase("entry");
        ownQueue = fields->value("queue", "");
        json& f = *fields;
        f.update(
            {{"kind", known ? known->text("kind") : "extra"},
             {"number", known ? known->text("number") : scanned->claims->ticket->number},
             {"band", known ? known->integer("band") : scanned->claims->ticket->band},
             {"issuer", scanned->claims ? scanned->claims->ticket->device : ops::registryDevice},
             {"incarnation", scanned->claims ? scanned->claims->ticket->incarnation : 0},
             {"seq", scanned->claims ? scanned->claims->ticket->seq : 0}});
        if (known) {
            f["queue"] = known->text("queue");
            f["half"] = known->text("half");
            return {};
        }
        const core::CodeClaims& claims = *scanned->claims;
        std::string shortCode = ops::shortCode(context_.crypto, claims.cti);
        std::erase(shortCode, '-');
        f.update({{"queue", claims.ticket->queue},
                  {"session", claims.session},
                  {"slot", claims.slot},
                  {"short_code", shortCode}});
        if (claims.slot > 0) f["kind"] = "booked";
        if (const std::string half = halfOf(claims); !half.empty()) f["half"] = half;
        return {};
    });
    if (!read) return tl::unexpected(read.error());
    if (fields->value("queue", "") != ownQueue)
        return core::refused("other-queue", fields->value("queue", ""));
    // What was asked before stays unanswered: this patient is the one who came in its place.
    auto asked = commands_.allOpen(callKinds);
    if (!asked) return tl::unexpected(asked.error());
    std::string request;
    if (!asked->empty()) {
        request = asked->back().request;
        asked->pop_back();
    }
    for (const sync::Question& question : *asked)
        if (const auto done = withdraw(question); !done) return tl::unexpected(done.error());
    return commitCall("ticket.accepted", *fields, request);
}

} // namespace menzhen::flows
