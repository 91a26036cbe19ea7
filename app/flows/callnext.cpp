// SPDX-License-Identifier: Apache-2.0
// The one question that the registry answers: who is next.
#include "app/flows/callnext.h"

#include "app/core/bugs.h"
#include "app/ops/fields.h"
#include "db/store/outbox.h"
#include "db/store/records.h"

#include <map>
#include <nlohmann/json.hpp>

namespace menzhen::flows {

namespace {

using nlohmann::json;

constexpr const char* nextKind = "call-next";
constexpr const char* chosenKind = "call-chosen:";

/// The station's row when it is open today.
std::optional<store::Record> openStation(const FlowContext& context) {
    auto row = store::find(context.database(), context.site(), "station", {context.device()});
    if (!row || row->text("state") == "closed" || row->integer("day") != context.today())
        return std::nullopt;
    return row;
}

std::string bandOf(const FlowContext& context, int band) {
    std::string text;
    (void)context.database().read([&]() -> core::Result<void> {
        text = bandText(context, band);
        return {};
    });
    return text;
}

} // namespace

CallNext::CallNext(FlowContext& context)
    : context_(context), commands_(context.journal, context.clock, context.chance),
      alive_(std::make_shared<bool>(true)) {
    remember();
}

CallNext::~CallNext() {
    *alive_ = false;
}

void CallNext::later(std::function<void()> run) {
    context_.later(0, std::move(run));
}

core::Result<sync::QuestionDraft> CallNext::newQuestion(const std::string& entry,
                                                        const std::string& text) const {
    const auto station = openStation(context_);
    if (!station || station->text("state") != "open")
        return core::refused("not-open", "open the station first");
    sync::QuestionDraft question;
    question.path = "queues/" + station->text("queue") + "/call-next";
    question.body = {{"station", context_.device()},
                     {"half", station->text("half")},
                     {"room", station->text("room")},
                     {"staff", station->text("staff")},
                     {"alone", true}}; // a room sees one patient
    if (const auto patient = currentPatient()) question.body["finish"] = patient->id;
    if (!entry.empty()) question.body.update({{"entry", entry}, {"text", text}});
    const auto limit = static_cast<std::int64_t>(maxUnsentOps);
    json unsent = json::array();
    for (const store::OutboxOp& op : store::pendingOps(context_.database(), limit + 1))
        unsent.push_back(json::parse(op.op));
    if (unsent.size() > maxUnsentOps)
        return core::fail(core::ErrorKind::Busy, "backlog",
                          "the registry has not taken this station's earlier work yet");
    if (!unsent.empty()) question.body["ops"] = {{"device", context_.device()}, {"ops", unsent}};
    return question;
}

core::Result<void> CallNext::withdrawOthers(const std::string& kind) {
    const auto asked = commands_.allOpen(callKinds);
    if (!asked) return tl::unexpected(asked.error());
    std::optional<PatientView> patient;
    auto read = context_.database().read([&]() -> core::Result<void> {
        patient = currentPatient();
        return {};
    });
    if (!read) return read;
    for (const sync::Question& question : *asked) {
        const json body = json::parse(question.body, nullptr, false);
        const std::string finish = body.is_object() ? body.value("finish", "") : "";
        // Nobody in the room: whoever the question saw off has gone.
        if (question.kind == kind && (!patient || patient->id == finish)) continue;
        if (auto done = withdraw(question); !done) return done;
    }
    return {};
}

core::Result<void> CallNext::withdrawSeeingOff(const std::string& entry) {
    const auto asked = commands_.allOpen(callKinds);
    if (!asked) return tl::unexpected(asked.error());
    for (const sync::Question& question : *asked) {
        const json body = json::parse(question.body, nullptr, false);
        if (!body.is_object() || body.value("finish", "") != entry) continue;
        if (auto done = withdraw(question); !done) return done;
    }
    return {};
}

core::Result<void> CallNext::withdraw(const sync::Question& question) {
    sync::DraftOp op;
    op.type = "call.withdrawn";
    op.day = context_.today();
    op.actor = staff_ ? staff_->user : std::string();
    op.fields = {{"station", context_.device()}};
    const auto done = commands_.standIn(question.request, {op});
    if (!done) return tl::unexpected(done.error());
    return {};
}

void CallNext::next(std::function<void(core::Result<NextAnswer>)> done) {
    askNext({}, {}, std::move(done));
}

void CallNext::askNext(const std::string& entry, const std::string& text, Asked done) {
    const auto refuse = [&](core::Error error) {
        later([done = std::move(done), error = std::move(error)] { done(tl::unexpected(error)); });
    };
    const std::int64_t now = context_.clock.monotonicMs();
    if (asking_) return refuse({core::ErrorKind::Busy, "asking", "the registry was asked"});
    if (pressedAtMs_ && now - *pressedAtMs_ < pressGuardMs)
        return refuse({core::ErrorKind::Refused, "pressed-twice", "nothing was asked"});
    // A call by choice is a question of its own: it must not get the answer of another one.
    const std::string kind = entry.empty() ? nextKind : chosenKind + entry;
    if (const auto freed = withdrawOthers(kind); !freed) return refuse(freed.error());
    const auto asked = commands_.ask(kind, [&] { return newQuestion(entry, text); });
    if (!asked && asked.error().code == "backlog" && cutOff_) {
        // So much is unsent that nothing more may be asked: the own list goes on all the same.
        auto called = standIn({}, entry, text);
        if (called) pressedAtMs_ = now;
        return later([done = std::move(done), called] { done(called); });
    }
    if (!asked) return refuse(asked.error());
    pressedAtMs_ = now;
    ask(*asked, std::move(done));
}

void CallNext::ask(const sync::Question& question, Asked done) {
    Command asked;
    asked.path = question.path;
    asked.body = question.body;
    asked.key = question.request;
    const std::string finished =
        json::parse(question.body, nullptr, false).value("finish", std::string());
    asking_ = true;
    command(context_, std::move(asked),
            [this, alive = alive_, finished, question,
             done = std::move(done)](const core::Result<json>& answer, const json&) {
                if (!*alive) return;
                asking_ = false;
                if (answer) {
                    heardRegistry();
                    const NextAnswer next = take(*answer, finished);
                    done(next);
                    // A failure leaves the question: asked again, it gets the stored answer.
                    const bool decided = next.patient || !finished.empty();
                    const json memory{{"answer", *answer}, {"finish", finished}};
                    (void)commands_.answered(question.request, decided ? memory.dump() : "");
                    return;
                }
                if (answer.error().kind == core::ErrorKind::Offline) {
                    if (bugs::active(bugs::ForgetQuestion))
                        (void)commands_.answered(question.request);
                    // The log was faster than the answer: what the registry did is here.
                    if (commands_.isKnown(question.request).value_or(false))
                        return done(takeKnown(question.request));
                    const json said = json::parse(question.body, nullptr, false);
                    auto called =
                        standIn(question.request, said.value("entry", ""), said.value("text", ""));
                    // Nobody to call: it may be asked again at once, with the same question.
                    if (!called) pressedAtMs_.reset();
                    return done(std::move(called));
                }
                heardRegistry();
                pressedAtMs_.reset();
                (void)commands_.answered(question.request);
                done(tl::unexpected(answer.error()));
            });
}

core::Result<NextAnswer> CallNext::takeKnown(const std::string& request) {
    NextAnswer next;
    const auto read = context_.database().read([&]() -> core::Result<void> {
        next.patient = currentPatient();
        return {};
    });
    if (!read) return tl::unexpected(read.error());
    if (next.patient) next.reason = next.patient->reason;
    (void)commands_.answered(request);
    return next;
}

NextAnswer CallNext::take(const json& answer, const std::string& finished) {
    NextAnswer next;
    ops::FieldReader read(answer);
    next.reason = read.optionalText("reason", 32, "empty");
    answeredRev_ = read.optionalInteger("revision", 0, ops::maxInteger, 0);
    if (!finished.empty()) seenOff_.insert(finished);
    answered_.reset();
    const json* entry = read.optionalObject("entry");
    if (entry == nullptr) return next;
    ops::FieldReader fields(*entry);
    PatientView patient;
    patient.id = fields.text("id", 1, 32);
    patient.number = fields.optionalText("number", 12);
    patient.masked = fields.optionalText("masked", 64);
    patient.kind = fields.optionalText("kind", 8);
    patient.lane = fields.optionalText("lane", 1, "N");
    patient.bandText =
        bandOf(context_, static_cast<int>(fields.optionalInteger("band", 0, 1439, 0)));
    patient.late = fields.optionalFlag("late", false);
    patient.misses = static_cast<int>(fields.optionalInteger("misses", 0, 1000, 0));
    patient.room = fields.optionalText("room", 32);
    patient.calledAtMs = fields.optionalInteger("called_at", 0, ops::maxInteger, 0);
    patient.reason = next.reason;
    patient.calls = 1;
    patient.provisional = true;
    if (fields.error()) return next;
    seenOff_.erase(patient.id); // whose call was taken back meanwhile, and who is called anew
    next.patient = patient;
    answered_ = patient;
    return next;
}

// In the order in which the registry decided; what the store has seen since needs no memory.
void CallNext::remember() {
    std::map<std::int64_t, json> byRevision;
    for (const std::string& text :
         commands_.memories(callKinds).value_or(std::vector<std::string>())) {
        json memory = json::parse(text, nullptr, false);
        if (!memory.is_object() || !memory["answer"].is_object()) continue;
        const std::int64_t revision = memory["answer"].value("revision", std::int64_t{0});
        byRevision[revision] = std::move(memory);
    }
    const auto seen = [&](const std::string& entry, std::int64_t revision) {
        const auto row = store::find(context_.database(), context_.site(), "entry",
                                     {std::int64_t{context_.today()}, entry});
        return row && row->integer("rev") >= revision;
    };
    for (const auto& remembered : byRevision) {
        const json& answer = remembered.second.at("answer");
        const std::string finished = remembered.second.value("finish", "");
        const auto entry = answer.find("entry"); // absent: nobody was waiting
        const std::string called =
            entry != answer.end() && entry->is_object() ? entry->value("id", "") : "";
        bool known = false;
        (void)context_.database().read([&]() -> core::Result<void> {
            known = seen(called.empty() ? finished : called, remembered.first);
            return {};
        });
        if (!known) (void)take(answer, finished);
    }
}

void CallNext::forgetAnswer() {
    answered_.reset();
    (void)commands_.forgetMemories(callKinds);
}

} // namespace menzhen::flows
