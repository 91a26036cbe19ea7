// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/phonebooking.h"

#include "app/clerk/choices.h"
#include "app/clerk/consents.h"
#include "app/clerk/messages.h"
#include "app/clerk/personread.h"
#include "app/clerk/smsline.h"
#include "app/clerk/terms.h"
#include "app/clerk/visits.h"
#include "app/clerk/waitlist.h"
#include "app/core/calendar.h"
#include "app/ops/fields.h"
#include "app/ops/slots.h"
#include "db/store/records.h"

#include <algorithm>
#include <array>

namespace menzhen::clerk {

namespace {

constexpr std::array<std::string_view, 5> relations{"self", "child", "parent", "spouse", "other"};

std::string holderOfHold(Clerk& clerk, const std::string& hold) {
    store::Query query(clerk.log().database(),
                       "SELECT holder FROM slot WHERE site = ? AND hold = ? AND hold <> ''");
    query.bind(clerk.site()).bind(hold);
    return query.step() ? query.text(0) : std::string();
}

core::Result<std::string> readRelation(const json& body) {
    ops::FieldReader read(body);
    const std::string relation = read.optionalText("relation", 16, "self");
    if (std::find(relations.begin(), relations.end(), relation) == relations.end())
        read.complain("relation", "self, child, parent, spouse or other is wanted");
    if (const auto error = read.error()) return tl::unexpected(*error);
    return relation;
}

json personJson(const Person& person) {
    json named{{"name", person.name}, {"id_number", person.idNumber}};
    if (!person.phone.empty()) named["phone"] = person.phone;
    if (!person.guardianNumber.empty())
        named["guardian"] = {{"name", person.guardianName}, {"id_number", person.guardianNumber}};
    return named;
}

/// Puts a remembered patient where the rules look for a person.
core::Result<void> namePatient(store::Database& database, Sealing& sealing,
                               const std::string& holder, json& body) {
    if (!body.is_object() || !body.contains("patient")) return {};
    ops::FieldReader read(body);
    const std::string id = read.text("patient", 1, 32);
    if (const auto error = read.error()) return tl::unexpected(*error);
    const auto person = openPatient(database, sealing, holder, id);
    if (!person) return tl::unexpected(person.error());
    body["person"] = personJson(*person);
    body.erase("patient");
    return {};
}

/// The confirmation as a message, when it was asked for.
core::Result<void> mayConfirm(Clerk& clerk, const Person& person, bool wanted) {
    if (!wanted || (clerk.sendsMessages() && !person.phone.empty())) return {};
    return core::refused("no-messages", "messages are not sent here, or no phone was given");
}

void confirm(Clerk& clerk, Holders& holders, const Person& person, const json& booked,
             const std::string& lang) {
    store::Database& database = clerk.log().database();
    const std::int64_t now = clerk.log().clock().utcMs();
    const int day = booked["day"].get<int>();
    const auto visit = findVisit(database, clerk.site(), booked["id"].get<std::string>(), day);
    if (!visit) return;
    const std::string text =
        visitText(database, clerk.site(), *visit, termsOf(database, clerk.site()), lang);
    // A full outbox loses the message; the page shows the same words.
    (void)queueMessage(database, holders.sealing(),
                       {clerk.site(), "booking", person.phone, text, lang,
                        clerk.log().clock().utcMsOf(day, core::minutesPerDay)},
                       now);
}

/// What follows from a booking beside the op: whose it is, and by which phone it is found.
void bindVisit(Clerk& clerk, Holders& holders, const Caller& caller, const std::string& phone,
               const json& booked) {
    const std::int64_t now = clerk.log().clock().utcMs();
    const int day = booked["day"].get<int>();
    const auto id = booked["id"].get<std::string>();
    holders.follow(caller.id, clerk.site(), day, id, now);
    if (phone.empty()) return;
    const core::Bytes index = keyedIndex(clerk.log().crypto(), clerk.keys(), "phone/" + phone);
    store::Query(clerk.log().database(), "INSERT OR REPLACE INTO visit_phone (site, visit, day, "
                                         "phone_index) VALUES (?, ?, ?, ?)")
        .bind(clerk.site())
        .bind(id)
        .bind(day)
        .bind(core::ByteView(index))
        .run();
}

} // namespace

Answer holdForPhone(Clerk& clerk, const Caller& caller, json body) {
    if (!body.is_object()) return clerk.hold(body);
    body["channel"] = ops::phoneChannel;
    body.erase("age"); // where no card was read, nobody knows it
    body.erase("sealed");
    body["holder"] = caller.id.empty() ? "anonymous" : caller.id;
    return clerk.hold(body);
}

Answer releaseForPhone(Clerk& clerk, const Caller& caller, const std::string& hold) {
    if (!caller.known || holderOfHold(clerk, hold) != caller.id)
        return core::refused("unknown-hold", "no such hold, or it has ended");
    return clerk.releaseHold(hold);
}

Answer bookForPhone(Clerk& clerk, const Caller& caller, json body, const DayIndex& index) {
    Holders holders = holdersOf(clerk);
    if (body.is_object()) body.erase("visit"); // a ticket names its patient to a kiosk alone
    const auto named = namePatient(clerk.log().database(), holders.sealing(), caller.id, body);
    if (!named) return tl::unexpected(named.error());
    ops::FieldReader read(body);
    const std::string hold = read.text("hold", 1, 32);
    const bool remember = read.optionalFlag("remember", false);
    const bool sms = read.optionalFlag("sms", false);
    const std::string lang = read.optionalText("lang", 8, "zh");
    if (const auto error = read.error()) return tl::unexpected(*error);
    const auto relation = readRelation(body);
    if (!relation) return tl::unexpected(relation.error());
    // Whoever brings no cookie at all books by knowing the hold.
    if (caller.known && holderOfHold(clerk, hold) != caller.id)
        return core::refused("unknown-hold", "the hold is not known or has ended: choose again");
    const auto person = readPerson(body, clerk.log().clock().now().day);
    const int most = termsOf(clerk.log().database(), clerk.site()).policy.maxDependants;
    if (remember && person && !holders.hasRoom(caller.id, *person, most))
        return core::refused("too-many-dependants", "forget somebody before remembering another");
    if (person)
        if (const auto may = mayConfirm(clerk, *person, sms); !may)
            return tl::unexpected(may.error());
    Answer booked = clerk.book(body, index);
    if (!booked) return booked;
    // In place of a stopped session's booking nobody need be named.
    bindVisit(clerk, holders, caller, person ? person->phone : std::string(), *booked);
    if (!person) return booked;
    if (sms) {
        keepSmsLine(clerk.log().database(), clerk.site(), (*booked)["id"].get<std::string>());
        confirm(clerk, holders, *person, *booked, lang);
    }
    if (remember)
        (void)holders.remember(caller.id, *person, *relation, most, clerk.log().clock().utcMs());
    return booked;
}

Answer cancelForPhone(Clerk& clerk, const Caller& caller, const std::string& booking) {
    if (!caller.known) return core::refused("no-holder", "this phone holds nothing yet");
    if (!followsVisit(clerk.log().database(), caller.id, clerk.site(), booking))
        return core::refused("unknown-booking", "no such booking");
    return clerk.cancelBooking(booking);
}

DayIndex studyPhoneBooking(json body, const std::string& token, store::Database& database,
                           const std::string& site, int today, const ports::Crypto& crypto,
                           const SiteKeys& keys) {
    const auto named = database.read([&]() -> core::Result<void> {
        const auto holder = knownHolder(database, crypto, token);
        Sealing sealing(database, crypto, keys);
        return namePatient(database, sealing, holder.value_or(""), body);
    });
    if (!named) return {};
    return studyBooking(body, database, site, today, crypto, keys);
}

Answer chooseForPhone(Clerk& clerk, const Caller& caller, const std::string& visit, json body) {
    if (!caller.known || !followsVisit(clerk.log().database(), caller.id, clerk.site(), visit))
        return core::refused("unknown-visit", "no such visit");
    if (body.is_object()) {
        body["channel"] = ops::phoneChannel;
        body["holder"] = caller.id;
    }
    return chooseAfterStop(clerk, visit, body);
}

Answer waitForPhone(Clerk& clerk, const Caller& caller, json body) {
    Holders holders = holdersOf(clerk);
    const auto named = namePatient(clerk.log().database(), holders.sealing(), caller.id, body);
    if (!named) return tl::unexpected(named.error());
    if (body.is_object()) body["holder"] = caller.id;
    return joinWaitlist(clerk, body);
}

Answer rememberPatient(Clerk& clerk, const Caller& caller, const json& body) {
    const auto relation = readRelation(body);
    if (!relation) return tl::unexpected(relation.error());
    const auto person = readPerson(body, clerk.log().clock().now().day);
    if (!person) return tl::unexpected(person.error());
    const int most = termsOf(clerk.log().database(), clerk.site()).policy.maxDependants;
    return holdersOf(clerk).remember(caller.id, *person, *relation, most,
                                     clerk.log().clock().utcMs());
}

Answer forgetPatient(Clerk& clerk, const Caller& caller, const std::string& patient) {
    if (!caller.known || !holdersOf(clerk).forget(caller.id, patient))
        return core::refused("unknown-patient", "no such patient of this holder");
    withdrawConsentsOf(clerk, caller, patient);
    return json{{"id", patient}, {"state", "forgotten"}};
}

} // namespace menzhen::clerk
