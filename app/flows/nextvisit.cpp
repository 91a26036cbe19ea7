// SPDX-License-Identifier: Apache-2.0
#include "app/flows/nextvisit.h"

#include "app/core/calendar.h"
#include "app/core/signedcode.h"
#include "app/flows/nextplaces.h"
#include "app/ops/fields.h"
#include "app/ops/slots.h"
#include "db/store/outbox.h"

#include <nlohmann/json.hpp>

namespace menzhen::flows {

namespace {

using nlohmann::json;

constexpr std::size_t bookingKeyBytes = 8;

core::Error offline() {
    return {core::ErrorKind::Refused, "offline-booking", "the registry alone books"};
}

core::Error badBookingAnswer(const std::string& detail) {
    return {core::ErrorKind::Device, "bad-answer", detail};
}

core::Error named(core::Error error) {
    if (error.kind == core::ErrorKind::Offline) return offline();
    // The same rule as at the walk-in, of another day than today.
    if (error.code == "same-department-day") error.code = "booked-that-day";
    return error;
}

} // namespace

/// Nothing of the patient is in it: the ticket's id alone.
struct NextVisit::Booking {
    NextWish wish;
    Answer<NextBooked> done;
    Printing::Done printed;
    std::string hold;
    std::string key; ///< of the question to book, the same each time
    int tries = 0;
};

NextVisit::NextVisit(FlowContext& context, Printing& printing)
    : context_(context), printing_(printing), alive_(std::make_shared<bool>(true)) {}

NextVisit::~NextVisit() {
    *alive_ = false;
}

void NextVisit::days(const std::string& department, Answer<NextDays> done) {
    if (context_.cutOff())
        return context_.later(0, [done = std::move(done)] { done(tl::unexpected(offline())); });
    Command ask;
    ask.method = "GET";
    ask.path = "departments/" + department + "?channel=" + ops::kioskChannel;
    ask.timeoutMs = holdBudgetMs;
    command(context_, std::move(ask),
            [today = context_.today(), done = std::move(done)](const core::Result<json>& answer,
                                                               const json&) {
                if (!answer) return done(tl::unexpected(named(answer.error())));
                done(readNextDays(*answer, today));
            });
}

void NextVisit::doctors(const std::string& department, int day, Answer<NextDoctors> done) {
    if (context_.cutOff())
        return context_.later(0, [done = std::move(done)] { done(tl::unexpected(offline())); });
    Command ask;
    ask.method = "GET";
    ask.path = "sessions?day=" + std::to_string(day) + "&department=" + department;
    ask.timeoutMs = holdBudgetMs;
    command(context_, std::move(ask),
            [this, alive = alive_, day, done = std::move(done)](const core::Result<json>& answer,
                                                                const json&) {
                if (!*alive) return;
                if (!answer) return done(tl::unexpected(named(answer.error())));
                done(readNextDoctors(context_, *answer, day));
            });
}

void NextVisit::book(const NextWish& wish, Answer<NextBooked> done, Printing::Done printed) {
    const auto answerLater = [&](core::Error error) {
        context_.later(0, [done, error = std::move(error)] { done(tl::unexpected(error)); });
    };
    if (asking_) return answerLater({core::ErrorKind::Busy, "asking", "a booking is under way"});
    if (context_.cutOff()) return answerLater(offline());
    asking_ = true;
    auto booking = std::make_shared<Booking>();
    booking->wish = wish;
    booking->done = std::move(done);
    booking->printed = std::move(printed);
    hold(booking);
}

void NextVisit::hold(const std::shared_ptr<Booking>& booking) {
    const NextWish& wish = booking->wish;
    Command ask;
    ask.path = "holds";
    ask.key = context_.drawId(bookingKeyBytes);
    ask.timeoutMs = holdBudgetMs;
    ask.body = json{{"day", wish.session.day}, {"session", wish.session.id},
                    {"band", wish.band},       {"channel", ops::kioskChannel},
                    {"as_of", wish.asOfMs},    {"holder", context_.device()}}
                   .dump();
    command(context_, std::move(ask),
            [this, alive = alive_, booking](const core::Result<json>& answer, const json&) {
                if (!*alive) return;
                // Nobody heard of a hold: it ends by itself.
                if (!answer) return finish(booking, tl::unexpected(named(answer.error())));
                ops::FieldReader read(*answer);
                booking->hold = read.text("hold", 1, 32);
                if (const auto error = read.error())
                    return finish(booking, tl::unexpected(badBookingAnswer(error->detail)));
                booking->key = context_.drawId(bookingKeyBytes);
                confirm(booking);
            });
}

void NextVisit::confirm(const std::shared_ptr<Booking>& booking) {
    ++booking->tries;
    const bool english = booking->wish.language == core::TicketLanguage::En;
    Command ask;
    ask.path = "bookings";
    ask.key = booking->key;
    ask.timeoutMs = bookingBudgetMs;
    ask.body = json{{"hold", booking->hold},
                    {"visit", {{"ticket", booking->wish.ticket}}},
                    {"lang", english ? "en" : "zh"}}
                   .dump();
    command(context_, std::move(ask),
            [this, alive = alive_, booking](const core::Result<json>& answer, const json&) {
                if (!*alive) return;
                if (answer) return finish(booking, take(*booking, *answer));
                if (answer.error().kind == core::ErrorKind::Offline) {
                    if (booking->tries < bookingTries) return confirm(booking);
                    return finish(booking, core::fail(core::ErrorKind::Offline, "booking-unknown",
                                                      "nobody heard whether the booking was made"));
                }
                Command gone;
                gone.method = "DELETE";
                gone.path = "holds/" + booking->hold;
                gone.timeoutMs = holdBudgetMs;
                command(context_, std::move(gone), [](const core::Result<json>&, const json&) {});
                finish(booking, tl::unexpected(named(answer.error())));
            });
}

void NextVisit::finish(const std::shared_ptr<Booking>& booking, core::Result<NextBooked> result) {
    asking_ = false;
    const std::int64_t effect = result ? result->effect : 0;
    booking->done(std::move(result));
    if (effect != 0) printing_.carryOut(effect, booking->printed);
}

core::Result<NextBooked> NextVisit::take(const Booking& booking, const json& answer) {
    ops::FieldReader read(answer);
    NextBooked made;
    made.id = read.text("id", 16, 16);
    made.session = booking.wish.session;
    const std::string code = read.text("code", 1, core::codeMostBytes);
    made.shortCode = read.text("short_code", 9, 9);
    made.number = read.text("number", 1, 12);
    const int band = static_cast<int>(read.integer("band", 0, core::minutesPerDay - 1));
    made.masked = read.optionalText("masked", 64);
    if (const auto error = read.error()) return tl::unexpected(badBookingAnswer(error->detail));
    const auto kept = context_.database().transact([&]() -> core::Result<void> {
        made.bandText = bandText(context_, band);
        made.checkInFrom = core::formatMinute(opensAt(context_, band));
        std::string plain = made.shortCode;
        std::erase(plain, '-');
        made.pageUrl = pageUrl(context_, plain);
        Place place;
        place.ticket = made.id;
        place.day = made.session.day;
        place.number = made.number;
        place.masked = made.masked;
        place.session = made.session;
        place.bandText = made.bandText;
        place.checkInFrom = made.checkInFrom;
        place.shortCode = made.shortCode;
        place.pageUrl = made.pageUrl;
        PrintOrder order = orderOf(context_, place, booking.wish.language, code);
        order.content.visitDay = core::formatDay(place.day);
        made.effect =
            store::addEffect(context_.database(), "print", toJson(order), context_.clock.utcMs());
        return {};
    });
    if (!kept) return tl::unexpected(kept.error());
    return made;
}

} // namespace menzhen::flows
