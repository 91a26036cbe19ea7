// SPDX-License-Identifier: Apache-2.0
// The hold of a walk-in: asking the registry for it, and giving it back.
#include "app/flows/takenumber.h"

#include "app/core/calendar.h"
#include "app/core/idnumber.h"
#include "app/flows/ownnumber.h"
#include "app/ops/fields.h"
#include "app/ops/slots.h"

#include <nlohmann/json.hpp>

namespace menzhen::flows {

namespace {

using nlohmann::json;

constexpr std::int64_t ownHoldMs = 10 * 60'000; ///< as long as the registry would hold a slot

void giveBack(const FlowContext& context, const std::string& hold) {
    Command gone;
    gone.method = "DELETE";
    gone.path = "holds/" + hold;
    gone.timeoutMs = holdBudgetMs;
    // When it does not arrive, the registry ends the hold by itself.
    command(context, std::move(gone), [](const core::Result<json>&, const json&) {});
}

} // namespace

core::Result<Held> TakeNumber::readHold(const json& answer) const {
    ops::FieldReader read(answer);
    Held held;
    held.hold = read.text("hold", 1, 32);
    const int day = static_cast<int>(read.integer("day", 19700101, 99991231));
    const std::string session = read.text("session", 1, 12);
    held.slot = static_cast<int>(read.integer("slot", 1, 999));
    held.number = read.text("number", 1, 12);
    held.band = static_cast<int>(read.integer("band", 0, core::minutesPerDay - 1));
    held.expiresAtMs = read.integer("expires_at", 0, ops::maxInteger);
    if (const auto error = read.error())
        return core::fail(core::ErrorKind::Device, "bad-answer", error->detail);
    const auto done = context_.database().read([&]() -> core::Result<void> {
        const auto view = sessionOf(context_, day, session);
        if (!view) return core::refused("unknown-session", "this device does not know the session");
        held.session = *view;
        held.bandText = bandText(context_, held.band);
        held.opensNow = context_.clock.now().minute >= opensAt(context_, held.band);
        if (!held.opensNow) held.checkInFrom = core::formatMinute(opensAt(context_, held.band));
        return {};
    });
    if (!done) return tl::unexpected(done.error());
    return held;
}

core::Result<sync::Question> TakeNumber::question(const std::string& session, int band,
                                                  const std::string& idNumber) {
    std::string kind = "hold:" + session + ":" + std::to_string(band);
    if (!idNumber.empty()) kind += ":elder";
    // One patient, one question: that of an earlier choice is of no use to anybody.
    const auto open = commands_.open(kind);
    if (!unanswered_.empty() && open && (!*open || (*open)->request != unanswered_))
        forgetQuestion();
    return commands_.ask(kind, [&]() -> core::Result<sync::QuestionDraft> {
        json body{{"day", context_.today()},
                  {"session", session},
                  {"band", band},
                  {"channel", ops::kioskChannel},
                  {"holder", context_.device()}};
        if (!idNumber.empty()) {
            const auto identity = core::parseIdNumber(idNumber, context_.today());
            if (!identity) return tl::unexpected(identity.error());
            auto sealed = sealIdentity(*identity, ops::holdSealPlace(session, context_.today()));
            if (!sealed) return tl::unexpected(sealed.error());
            body["sealed"] = std::move(*sealed);
        }
        return sync::QuestionDraft{"holds", std::move(body)};
    });
}

/// Nobody waits for its answer any more; a hold that it gave ends by itself.
void TakeNumber::forgetQuestion() {
    if (!unanswered_.empty()) (void)commands_.answered(unanswered_);
    unanswered_.clear();
}

void TakeNumber::choose(const std::string& session, int band, ChoiceDone done,
                        const std::string& idNumber) {
    const auto answerLater = [&](core::Result<Held> answer) {
        context_.later(0, [done, answer = std::move(answer)] { done(answer); });
    };
    if (asking_)
        return answerLater(core::fail(core::ErrorKind::Busy, "asking", "a choice is under way"));
    giveBackHeld();
    if (context_.cutOff()) return answerLater(ownHeld(session, band, unanswered_));
    const auto asked = question(session, band, idNumber);
    if (!asked) return answerLater(tl::unexpected(asked.error()));
    unanswered_ = asked->request;
    Command ask;
    ask.path = asked->path;
    ask.body = asked->body;
    ask.key = asked->request;
    ask.timeoutMs = holdBudgetMs;
    asking_ = true;
    command(context_, std::move(ask),
            [this, alive = alive_, choice = choice_, session, band, request = asked->request,
             done = std::move(done)](const core::Result<json>& answer, const json&) {
                if (!*alive) return;
                asking_ = false;
                const bool silent = !answer && answer.error().kind == core::ErrorKind::Offline;
                if (silent && choice == choice_) return done(ownHeld(session, band, request));
                done(takeAnswer(choice, request, answer));
            });
}

core::Result<Held> TakeNumber::takeAnswer(int choice, const std::string& request,
                                          const core::Result<json>& answer) {
    if (!answer && answer.error().kind == core::ErrorKind::Offline)
        return core::refused("released", "the patient went back before the answer came");
    if (request == unanswered_) unanswered_.clear();
    const auto counts = commands_.answered(request);
    if (!counts) return tl::unexpected(counts.error());
    if (!answer) return tl::unexpected(answer.error());
    auto held = readHold(*answer);
    if (!held) return held;
    if (choice != choice_ || !*counts) {
        giveBack(context_, held->hold);
        return core::refused("released", "the patient went back before the answer came");
    }
    if (context_.clock.utcMs() >= held->expiresAtMs)
        return core::refused("hold-expired", "the time to confirm is over: choose again");
    held_ = *held;
    return held;
}

core::Result<Held> TakeNumber::ownHeld(const std::string& session, int band,
                                       const std::string& request) {
    Held held;
    const auto done = context_.database().read([&]() -> core::Result<void> {
        const auto wanted = sessionOf(context_, context_.today(), session);
        if (!wanted) return core::refused("unknown-session", "no such session today");
        const auto place = ownPlace(context_, *wanted);
        if (!place) return tl::unexpected(place.error());
        if (place->band != band)
            return core::refused("offline-later", "cut off, the time that runs is all there is");
        held.session = place->session;
        held.number = nextOwnNumber(context_, context_.today(),
                                    prefixOf(context_, place->session.departmentId));
        if (held.number.empty())
            return core::refused("offline-limit", "this kiosk's own series is used up");
        held.band = place->band;
        held.bandText = bandText(context_, place->band);
        return {};
    });
    if (!done) return tl::unexpected(done.error());
    held.own = true;
    held.opensNow = true;
    held.request = request;
    held.expiresAtMs = context_.clock.utcMs() + ownHoldMs;
    held_ = held;
    return held;
}

void TakeNumber::giveBackHeld() {
    ++choice_;
    if (held_ && !held_->own) giveBack(context_, held_->hold);
    held_.reset();
}

void TakeNumber::release() {
    giveBackHeld();
    // While it is under way its answer is awaited, to give the slot back.
    if (!asking_) forgetQuestion();
}

} // namespace menzhen::flows
