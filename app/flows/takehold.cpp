// SPDX-License-Identifier: Apache-2.0
// The hold of a walk-in: asking the registry for it, and giving it back.
#include "app/flows/takenumber.h"

#include "app/core/calendar.h"
#include "app/ops/fields.h"
#include "app/ops/slots.h"

#include <nlohmann/json.hpp>

namespace menzhen::flows {

namespace {

using nlohmann::json;

constexpr std::size_t keyBytes = 16;

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

void TakeNumber::choose(const std::string& session, int band,
                        std::function<void(core::Result<Held>)> done) {
    if (asking_) {
        context_.later(0, [done = std::move(done)] {
            done(core::fail(core::ErrorKind::Busy, "asking", "a choice is under way"));
        });
        return;
    }
    release();
    const std::string body = json{
        {"day", context_.today()},
        {"session", session},
        {"band", band},
        {"channel", ops::kioskChannel},
        {"holder",
         context_.device()}}.dump();
    // The same choice after silence is the same question: it may have been answered already.
    if (!unanswered_ || unanswered_->body != body)
        unanswered_ = Asked{body, context_.drawId(keyBytes)};
    Command ask;
    ask.path = "holds";
    ask.body = body;
    ask.key = unanswered_->key;
    ask.timeoutMs = holdBudgetMs;
    asking_ = true;
    command(context_, std::move(ask),
            [this, alive = alive_, choice = choice_,
             done = std::move(done)](const core::Result<json>& answer, const json&) {
                if (!*alive) return;
                asking_ = false;
                done(takeAnswer(choice, answer));
            });
}

core::Result<Held> TakeNumber::takeAnswer(int choice, const core::Result<json>& answer) {
    const bool silent = !answer && answer.error().kind == core::ErrorKind::Offline;
    if (!silent) unanswered_.reset();
    if (!answer) return tl::unexpected(answer.error());
    auto held = readHold(*answer);
    if (!held) return held;
    if (choice != choice_) {
        giveBack(context_, held->hold);
        return core::refused("released", "the patient went back before the answer came");
    }
    if (context_.clock.utcMs() >= held->expiresAtMs)
        return core::refused("hold-expired", "the time to confirm is over: choose again");
    held_ = *held;
    return held;
}

void TakeNumber::release() {
    ++choice_;
    if (!held_) return;
    giveBack(context_, held_->hold);
    held_.reset();
}

} // namespace menzhen::flows
