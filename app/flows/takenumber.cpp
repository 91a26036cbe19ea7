// SPDX-License-Identifier: Apache-2.0
// A walk-in's identity, and the ticket.
#include "app/flows/takenumber.h"

#include "app/core/bugs.h"
#include "app/core/idnumber.h"
#include "app/core/mask.h"
#include "app/flows/issueticket.h"
#include "app/flows/ownnumber.h"
#include "app/flows/personkey.h"
#include "app/ops/fields.h"
#include "db/store/records.h"

#include <nlohmann/json.hpp>

namespace menzhen::flows {

namespace {

using nlohmann::json;
using store::Record;

constexpr const char* sealingScope = "2";

/// A class that the hospital gives by age alone, as `policy.priority_classes` has it.
struct AgeClass {
    std::string code;
    std::string lane;
    int level = 0;
    int fromAge = 0;
};

/// "AGE80", lane P, "automatic from birth date ..." -> from 80 years on.
std::optional<AgeClass> ageClassOf(const json& row) {
    ops::FieldReader read(row);
    AgeClass c;
    c.code = read.text("code", 1, 16);
    c.lane = read.text("lane", 1, 1);
    c.level = static_cast<int>(read.optionalInteger("level", 0, 9, 0));
    const std::string whoSets = read.optionalText("who_sets", 256);
    if (read.error() || c.lane != "P" || !whoSets.starts_with("automatic")) return std::nullopt;
    const std::size_t digits = c.code.find_first_of("0123456789");
    if (digits == std::string::npos || !c.code.starts_with("AGE")) return std::nullopt;
    for (const char d : c.code.substr(digits)) {
        if (d < '0' || d > '9') return std::nullopt;
        c.fromAge = c.fromAge * 10 + (d - '0');
    }
    return c;
}

/// The class that somebody of this age gets: the one with the highest age.
std::optional<AgeClass> ageClassFor(const FlowContext& context, int age) {
    const auto row =
        store::find(context.database(), context.site(), "organization", {context.site()});
    if (!row) return std::nullopt;
    const json policy = json::parse(row->text("policy"), nullptr, false);
    std::optional<AgeClass> best;
    if (!policy.is_object() || !policy.contains("priority_classes")) return best;
    for (const json& item : policy["priority_classes"])
        if (const auto c = ageClassOf(item); c && age >= c->fromAge)
            if (!best || c->fromAge > best->fromAge) best = c;
    return best;
}

/// Newest key of the registry to which personal data may be sealed now.
std::optional<core::PublicKey> sealingKey(const FlowContext& context) {
    const std::int64_t now = context.clock.utcMs() / 1000;
    for (const Record& row : store::select(context.database(), context.site(), "trusted_key",
                                           "ORDER BY valid_from DESC, id")) {
        const std::int64_t until = row.integer("valid_until");
        const std::int64_t revoked = row.integer("revoked_after");
        if (row.text("scope").find(sealingScope) == std::string::npos ||
            row.integer("valid_from") > now || (until != 0 && now >= until) ||
            (revoked != 0 && now >= revoked))
            continue;
        const auto der = core::fromHex(row.text("spki"));
        if (!der) continue;
        if (const auto key = context.crypto.publicKeyFromSpki(*der)) return *key;
    }
    return std::nullopt;
}

/// As bookings are indexed; empty: none, or no number (addIdentity() says so).
std::string normalised(const std::string& typed) {
    const auto number = core::parseIdNumber(typed);
    return number ? number->number : std::string();
}

} // namespace

TakeNumber::TakeNumber(FlowContext& context, Printing& printing)
    : context_(context), printing_(printing),
      commands_(context.journal, context.clock, context.chance),
      alive_(std::make_shared<bool>(true)) {}

TakeNumber::~TakeNumber() {
    *alive_ = false;
}

core::Result<IdentityView> TakeNumber::readIdentity(std::string_view typed) const {
    const int today = context_.today();
    const auto number = core::parseIdNumber(typed, today);
    if (!number) return tl::unexpected(number.error());
    IdentityView view;
    view.maskedNumber = core::maskIdNumber(number->number);
    view.birth = number->birth;
    view.age = core::ageOn(number->birth, today);
    const auto done = context_.database().read([&]() -> core::Result<void> {
        if (const auto c = ageClassFor(context_, view.age)) view.priorityClass = c->code;
        return {};
    });
    if (!done) return tl::unexpected(done.error());
    return view;
}

core::Result<std::string> TakeNumber::sealIdentity(const core::IdNumber& identity,
                                                   const std::string& below) const {
    const auto key = sealingKey(context_);
    if (!key)
        return core::fail(core::ErrorKind::Device, "cannot-seal",
                          "the trust list has no key of the registry to seal to");
    const std::string plain =
        json{{"id_number", identity.number}, {"birth", identity.birth}}.dump();
    const std::string place = context_.site() + "/" + below;
    return core::toHex(context_.crypto.sealTo(*key, core::asBytes(plain), core::asBytes(place)));
}

core::Result<void> TakeNumber::addIdentity(const WalkInDetails& details, TicketDraft& draft) const {
    if (details.idNumber.empty()) return {};
    const auto identity = core::parseIdNumber(details.idNumber, context_.today());
    if (!identity) return tl::unexpected(identity.error());
    const auto sealed = sealIdentity(*identity, draft.id);
    if (!sealed) return tl::unexpected(sealed.error());
    draft.attachment = *sealed;
    const auto c = ageClassFor(context_, core::ageOn(identity->birth, context_.today()));
    if (c && !details.declinePriority) {
        draft.lane = c->lane;
        draft.level = c->level;
    }
    return {};
}

/// Inside read(): what is held, as it stands now.
core::Result<TicketDraft> TakeNumber::draftOf(const WalkInDetails& details) const {
    TicketDraft draft;
    draft.id = drawTicketId(context_, held_->session.day);
    draft.shortCode = shortCodeOf(context_, draft.id);
    draft.session = held_->session;
    draft.band = held_->band;
    draft.language = details.language;
    if (held_->own) {
        // The time may have run on, and its last places may have gone, since it was shown.
        const auto place = ownPlace(context_, held_->session);
        if (!place) return tl::unexpected(place.error());
        draft.kind = "extra";
        draft.session = place->session;
        draft.band = place->band;
        draft.number = nextOwnNumber(context_, context_.today(),
                                     prefixOf(context_, place->session.departmentId));
        if (draft.number.empty()) return core::refused("offline-limit", "the series is used up");
        draft.request = held_->request;
    } else {
        draft.kind = "walkin";
        draft.hold = held_->hold;
        if (bugs::active(bugs::NumberInTheClear)) draft.masked = details.idNumber;
        draft.slot = held_->slot;
        draft.number = numberToPrint(context_, held_->session.day, held_->number);
        draft.checkIn = context_.clock.now().minute >= opensAt(context_, held_->band);
    }
    if (const auto added = addIdentity(details, draft); !added)
        return tl::unexpected(added.error());
    return draft;
}

core::Result<IssuedTicket> TakeNumber::confirm(const WalkInDetails& details,
                                               Printing::Done printed) {
    if (!held_) return core::refused("no-hold", "choose a doctor and a time first");
    const bool paying = !details.payment.reference.empty();
    if (!paying && context_.clock.utcMs() >= held_->expiresAtMs) {
        held_.reset();
        return core::refused("hold-expired", "the time to confirm is over: choose again");
    }
    const std::string index = dayIndexOf(context_, normalised(details.idNumber));
    if (isRegistered(context_, held_->session.departmentId, index))
        return core::refused("same-department-day",
                             "this person is registered in that department today already");
    core::Result<TicketDraft> draft = core::refused("no-hold");
    const auto read = context_.database().read([&]() -> core::Result<void> {
        draft = draftOf(details);
        return {};
    });
    if (!read) return tl::unexpected(read.error());
    if (!draft) return tl::unexpected(draft.error());
    draft->idhash = index;
    draft->paid = details.payment.paid;
    draft->reference = details.payment.reference;
    auto ticket = issueTicket(context_, *draft);
    if (!ticket) return ticket;
    if (held_->own) unanswered_.clear();
    held_.reset();
    printing_.carryOut(ticket->effect, std::move(printed));
    return ticket;
}

} // namespace menzhen::flows
