// SPDX-License-Identifier: Apache-2.0
#include "app/flows/servicenumber.h"

#include "app/core/calendar.h"
#include "app/ops/fields.h"
#include "db/store/records.h"

#include <map>
#include <nlohmann/json.hpp>

namespace menzhen::flows {

namespace {

using nlohmann::json;

constexpr const char* offline = "offline-service";

std::map<std::string, int> waitingToday(const FlowContext& context) {
    store::Query query(context.database(),
                       "SELECT queue, count(*) FROM entry WHERE site = ? AND day = ? AND half = ? "
                       "AND state IN ('waiting', 'staged') GROUP BY queue");
    query.bind(context.site()).bind(context.today()).bind(halfDayNow(context));
    std::map<std::string, int> waiting;
    while (query.step())
        waiting[query.text(0)] = static_cast<int>(query.integer(1));
    return waiting;
}

core::Error cutOffError() {
    return {core::ErrorKind::Refused, offline, "the registry counts these numbers"};
}

} // namespace

ServiceNumber::ServiceNumber(FlowContext& context, Printing& printing)
    : context_(context), printing_(printing),
      commands_(context.journal, context.clock, context.chance),
      alive_(std::make_shared<bool>(true)) {}

ServiceNumber::~ServiceNumber() {
    *alive_ = false;
}

core::Result<std::vector<ServiceChoice>> ServiceNumber::services() const {
    std::vector<ServiceChoice> list;
    const auto done = context_.database().read([&]() -> core::Result<void> {
        const auto waiting = waitingToday(context_);
        for (const store::Record& row :
             store::select(context_.database(), context_.site(), "department",
                           "AND kind IN ('lab', 'imaging', 'pharmacy') ORDER BY kind DESC, floor, "
                           "id")) {
            const std::string& id = row.text("id");
            const auto view = serviceView(context_, context_.today(), halfDayNow(context_), id);
            ServiceChoice choice{id, {row.text("zh"), row.text("en")}, view->where, 0, {}};
            if (const auto known = waiting.find(id); known != waiting.end())
                choice.waiting = known->second;
            if (context_.cutOff()) choice.whyNot = offline;
            list.push_back(std::move(choice));
        }
        return {};
    });
    if (!done) return tl::unexpected(done.error());
    return list;
}

void ServiceNumber::take(const std::string& queue, core::TicketLanguage language, Done done,
                         Printing::Done printed) {
    const auto answerLater = [&](core::Error error) {
        context_.later(0, [done, error = std::move(error)] { done(tl::unexpected(error)); });
    };
    if (asking_) return answerLater({core::ErrorKind::Busy, "asking", "a number is on its way"});
    if (context_.cutOff()) return answerLater(cutOffError());
    const auto asked = commands_.ask("number:" + queue, [&]() -> core::Result<sync::QuestionDraft> {
        return sync::QuestionDraft{"queues/" + queue + "/numbers", {{"holder", context_.device()}}};
    });
    if (!asked) return answerLater(asked.error());
    Command ask;
    ask.path = asked->path;
    ask.body = asked->body;
    ask.key = asked->request;
    ask.timeoutMs = numberBudgetMs;
    asking_ = true;
    command(context_, std::move(ask),
            [this, alive = alive_, request = asked->request, language, done = std::move(done),
             printed = std::move(printed)](const core::Result<json>& answer, const json&) {
                if (!*alive) return;
                asking_ = false;
                if (!answer && answer.error().kind == core::ErrorKind::Offline)
                    return done(tl::unexpected(cutOffError()));
                // Closed before the ticket: a crash in between loses a number, never doubles one.
                const auto counts = commands_.answered(request);
                if (!counts) return done(tl::unexpected(counts.error()));
                if (!answer) return done(tl::unexpected(answer.error()));
                auto ticket = issue(*answer, language);
                const std::int64_t effect = ticket ? ticket->effect : 0;
                done(std::move(ticket));
                if (effect != 0) printing_.carryOut(effect, printed);
            });
}

core::Result<IssuedTicket> ServiceNumber::issue(const json& answer, core::TicketLanguage language) {
    ops::FieldReader read(answer);
    TicketDraft draft;
    draft.number = read.text("number", 1, 12);
    draft.band = static_cast<int>(read.integer("band", 0, core::minutesPerDay - 1));
    const int day = static_cast<int>(read.integer("day", 19700101, 99991231));
    const std::string queue = read.text("queue", 1, 12);
    const std::string half = read.text("half", 2, 2);
    if (const auto error = read.error())
        return core::fail(core::ErrorKind::Device, "bad-answer", error->detail);
    const auto drawn = context_.database().read([&]() -> core::Result<void> {
        const auto view = serviceView(context_, day, half, queue);
        if (!view) return core::refused("unknown-queue", "no such laboratory or pharmacy");
        draft.session = *view;
        draft.id = drawTicketId(context_, day);
        return {};
    });
    if (!drawn) return tl::unexpected(drawn.error());
    draft.kind = "walkin";
    draft.shortCode = shortCodeOf(context_, draft.id);
    draft.language = language;
    return issueTicket(context_, draft);
}

} // namespace menzhen::flows
