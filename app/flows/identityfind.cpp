// SPDX-License-Identifier: Apache-2.0
#include "app/flows/identityfind.h"

#include "app/core/calendar.h"
#include "app/core/idnumber.h"
#include "app/core/shortcode.h"
#include "app/flows/personkey.h"
#include "app/ops/fields.h"
#include "app/ops/personindex.h"
#include "db/store/database.h"
#include "db/store/outbox.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace menzhen::flows {

namespace {

using nlohmann::json;

constexpr std::size_t bookingDigits = 16;
constexpr std::size_t mobileDigits = 11; ///< of a mobile number in China, the first a 1
constexpr std::size_t birthDigits = 8;
constexpr int firstBirthYear = 1900;

core::Error unknownIdentity() {
    return {core::ErrorKind::Refused, "unknown-identity",
            "no booking of today is under this number"};
}

bool isDigits(const std::string& text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// yyyymmdd.
core::Result<int> birthOf(const std::string& typed, int today) {
    const bool eight = typed.size() == birthDigits && isDigits(typed);
    const int day = eight ? std::stoi(typed) : 0;
    if (!core::isDay(day) || day / 10000 < firstBirthYear || day > today)
        return core::badData("bad-birth-date", "no day on which somebody was born");
    return day;
}

/// The registry's answer: its first booking, or `nobody`.
core::Result<Scanned> firstOf(const json& answer, const core::Error& nobody) {
    const auto list = answer.find("bookings");
    if (list == answer.end() || !list->is_array())
        return core::fail(core::ErrorKind::Device, "bad-answer", "no bookings in it");
    if (list->empty()) return tl::unexpected(nobody);
    ops::FieldReader read(list->front());
    Scanned found;
    found.id = read.text("id", bookingDigits, bookingDigits);
    found.day = static_cast<int>(read.integer("day", 19700101, 99991231));
    if (const auto error = read.error()) return tl::unexpected(*error);
    return found;
}

} // namespace

IdentityFind::IdentityFind(FlowContext& context)
    : context_(context), alive_(std::make_shared<bool>(true)) {}

IdentityFind::~IdentityFind() {
    *alive_ = false;
}

void IdentityFind::turn() {
    const std::int64_t now = context_.clock.monotonicMs();
    if (asking_ || context_.cutOff() || keysOfDay_ == context_.today() ||
        now - askedAtMs_ < dayKeysRetryMs)
        return;
    asking_ = true;
    askedAtMs_ = now;
    Command ask;
    ask.method = "GET";
    ask.path = "day-keys";
    ask.timeoutMs = lookupBudgetMs;
    command(context_, std::move(ask),
            [this, alive = alive_](const core::Result<json>& answer, const json&) {
                if (!*alive) return;
                asking_ = false;
                if (answer) take(*answer);
            });
}

void IdentityFind::take(const json& answer) {
    const auto days = answer.find("days");
    if (days == answer.end() || !days->is_array()) return;
    store::Database& database = context_.database();
    const int today = context_.today();
    const auto kept = database.transact([&]() -> core::Result<void> {
        store::Query(database, "DELETE FROM meta WHERE name LIKE 'day-key.%' AND name < ?")
            .bind(dayKeyName(today))
            .run();
        for (const json& one : *days) {
            ops::FieldReader read(one);
            const int day = static_cast<int>(read.integer("day", 19700101, 99991231));
            const std::string key = read.text("key", 2 * ops::dayKeySize, 2 * ops::dayKeySize);
            if (const auto error = read.error()) return tl::unexpected(*error);
            if (!core::fromHex(key)) return core::badData("bad-field", "key");
            store::setMeta(database, dayKeyName(day), key);
        }
        return {};
    });
    if (kept) keysOfDay_ = today;
}

void IdentityFind::find(const std::string& typed, Done done) {
    const auto later = [&](core::Result<Scanned> answer) {
        answerLater(std::move(done), std::move(answer));
    };
    const auto id = core::parseIdNumber(typed, context_.today());
    if (!id) return later(tl::unexpected(id.error()));
    if (!limit_.allow(context_.clock.monotonicMs()))
        return later(core::refused("too-many-lookups", "five look-ups a minute"));
    if (context_.cutOff()) return later(findHere(id->number));
    Command ask;
    ask.path = "bookings/find";
    ask.body = json{{"id_number", id->number}}.dump();
    ask.timeoutMs = lookupBudgetMs;
    command(context_, std::move(ask),
            [this, alive = alive_, number = id->number,
             done = std::move(done)](const core::Result<json>& answer, const json&) {
                if (!*alive) return done(core::fail(core::ErrorKind::Offline, "stopped"));
                if (answer) {
                    auto found = firstOf(*answer, unknownIdentity());
                    if (found) found->identified = true;
                    return done(std::move(found));
                }
                const bool silent = answer.error().kind == core::ErrorKind::Offline;
                done(silent ? findHere(number) : tl::unexpected(answer.error()));
            });
}

void IdentityFind::answerLater(Done done, core::Result<Scanned> answer) const {
    context_.later(0, [done = std::move(done), answer = std::move(answer)] { done(answer); });
}

core::Result<std::string> IdentityFind::bodyOf(const BirthKey& key) const {
    const auto birth = birthOf(key.birth, context_.today());
    if (!birth) return tl::unexpected(birth.error());
    json body{{"birth", *birth}};
    if (key.shortCode.empty()) {
        if (key.phone.size() != mobileDigits || !isDigits(key.phone) || key.phone[0] != '1')
            return core::badData("bad-phone", "a mobile number has 11 digits");
        body["phone"] = key.phone;
    } else {
        const auto code = core::readShortCode(key.shortCode);
        if (!code) return tl::unexpected(code.error());
        body["short_code"] = *code;
    }
    return body.dump();
}

void IdentityFind::findByBirth(const BirthKey& key, Done done) {
    const auto body = bodyOf(key);
    if (!body) return answerLater(std::move(done), tl::unexpected(body.error()));
    const core::Error offline{core::ErrorKind::Refused, "offline-keys",
                              "the registry alone knows birth dates"};
    if (context_.cutOff()) return answerLater(std::move(done), tl::unexpected(offline));
    if (!limit_.allow(context_.clock.monotonicMs()))
        return answerLater(std::move(done),
                           core::refused("too-many-lookups", "five look-ups a minute"));
    Command ask;
    ask.path = "bookings/find";
    ask.body = *body;
    ask.timeoutMs = lookupBudgetMs;
    command(context_, std::move(ask),
            [alive = alive_, offline, done = std::move(done)](const core::Result<json>& answer,
                                                              const json&) {
                if (!*alive) return done(core::fail(core::ErrorKind::Offline, "stopped"));
                if (answer)
                    return done(firstOf(*answer, {core::ErrorKind::Refused, "unknown-keys",
                                                  "no booking is under these two"}));
                const bool silent = answer.error().kind == core::ErrorKind::Offline;
                done(tl::unexpected(silent ? offline : answer.error()));
            });
}

core::Result<Scanned> IdentityFind::findHere(const std::string& number) const {
    store::Database& database = context_.database();
    const int today = context_.today();
    const std::string index = dayIndexOf(context_, number);
    if (index.empty()) return core::refused("offline-no-key", "no key of this day came");
    core::Result<Scanned> found = tl::unexpected(unknownIdentity());
    const auto read = database.read([&]() -> core::Result<void> {
        store::Query query(database, "SELECT id FROM booking WHERE site = ? AND day = ? AND "
                                     "idhash = ? AND state <> 'cancelled' "
                                     "ORDER BY state <> 'booked', band, id LIMIT 1");
        query.bind(context_.site()).bind(today).bind(index);
        if (query.step())
            found = Scanned{Scanned::Kind::Booking, query.text(0), today, std::nullopt, true};
        return {};
    });
    if (!read) return tl::unexpected(read.error());
    return found;
}

} // namespace menzhen::flows
