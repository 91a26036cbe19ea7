// SPDX-License-Identifier: Apache-2.0
// Signing in at the station: the registry's word, else, while it is away, the station's own memory.
#include "app/flows/callnext.h"
#include "app/flows/staffmemory.h"
#include "app/ops/fields.h"

#include <nlohmann/json.hpp>

namespace menzhen::flows {

namespace {

using nlohmann::json;
using SignedIn = tl::expected<StaffView, SignInRefusal>;

constexpr std::size_t signInKeyBytes = 16;

SignedIn readAnswer(const core::Result<json>& answer, const json& problem) {
    if (!answer) {
        SignInRefusal refusal{answer.error(), std::nullopt};
        ops::FieldReader read(problem);
        const auto tries = read.optionalInteger("tries_left", 0, 100, -1);
        if (tries >= 0) refusal.triesLeft = static_cast<int>(tries);
        return tl::unexpected(refusal);
    }
    ops::FieldReader read(*answer);
    StaffView staff{read.text("user", 1, 32), read.optionalText("name", 120),
                    read.optionalText("roles", 120)};
    if (const auto error = read.error())
        return tl::unexpected(
            SignInRefusal{{core::ErrorKind::Device, "bad-answer", error->detail}, std::nullopt});
    return staff;
}

} // namespace

void CallNext::signIn(const std::string& user, const std::string& pin,
                      std::function<void(SignedIn)> done) {
    if (context_.cutOff())
        return later([this, alive = alive_, user, pin, done = std::move(done)] {
            if (*alive) done(signInCutOff(user, pin));
        });
    Command ask;
    ask.path = "sign-in";
    ask.body = json{{"user", user}, {"pin", pin}, {"station", context_.device()}}.dump();
    ask.key = context_.drawId(signInKeyBytes);
    ask.timeoutMs = signInBudgetMs;
    command(context_, std::move(ask),
            [this, alive = alive_, user, pin,
             done = std::move(done)](const core::Result<json>& answer, const json& problem) {
                if (!*alive) return;
                if (!answer && answer.error().kind == core::ErrorKind::Offline)
                    return done(signInCutOff(user, pin));
                heardRegistry();
                auto signedIn = readAnswer(answer, problem);
                if (signedIn) {
                    staff_ = *signedIn;
                    // Without it, the next sign-in needs the registry: no reason to refuse this
                    // one.
                    (void)rememberStaff(context_, user, pin);
                }
                done(std::move(signedIn));
            });
}

SignedIn CallNext::signInCutOff(const std::string& user, const std::string& pin) {
    cutOff_ = true;
    auto known = knownStaff(context_, user, pin);
    if (known) staff_ = *known;
    return known;
}

void CallNext::signOut() {
    staff_.reset();
}

} // namespace menzhen::flows
