// SPDX-License-Identifier: Apache-2.0
#include "app/flows/ticketpaper.h"

#include "app/core/calendar.h"
#include "app/core/check.h"
#include "app/flows/fee.h"
#include "app/ops/codecheck.h"
#include "app/ops/fields.h"
#include "app/ops/op.h"
#include "db/store/database.h"

#include <nlohmann/json.hpp>

namespace menzhen::flows {

namespace {

using nlohmann::json;

constexpr std::size_t ticketIdBytes = 8;
constexpr int maxDraws = 16; ///< then a bug: the code space is 2^35
constexpr std::size_t maxTextBytes = 512;

core::Cti ctiOf(const std::string& id) {
    const auto bytes = core::fromHex(id);
    core::Cti cti{};
    MENZHEN_CHECK(bytes && bytes->size() == cti.size(), "a ticket whose id is no cti");
    std::copy(bytes->begin(), bytes->end(), cti.begin());
    return cti;
}

bool shortCodeTaken(const FlowContext& context, int day, const std::string& code) {
    for (const char* sql : {"SELECT 1 FROM booking WHERE site = ? AND day = ? AND short_code = ?",
                            "SELECT 1 FROM entry WHERE site = ? AND day = ? AND short_code = ?"}) {
        store::Query query(context.database(), sql);
        query.bind(context.site()).bind(day).bind(code);
        if (query.step()) return true;
    }
    return false;
}

json nameToJson(const TicketName& name) {
    return json{{"zh", name.zh}, {"en", name.en}};
}

TicketName nameFromJson(ops::FieldReader& read, const char* field) {
    const json* object = read.optionalObject(field);
    if (object == nullptr) return {};
    ops::FieldReader inner(*object);
    TicketName name{inner.optionalText("zh", maxTextBytes), inner.optionalText("en", maxTextBytes)};
    if (inner.error()) read.complain(field, "must hold two texts");
    return name;
}

json contentToJson(const core::TicketContent& c) {
    json j{{"language", c.language == core::TicketLanguage::En ? "en" : "zh"},
           {"hospital", nameToJson(c.hospital)},
           {"number", c.number},
           {"department", nameToJson(c.department)},
           {"doctor", nameToJson(c.doctor)},
           {"zone", c.zone},
           {"room_hint", nameToJson(c.roomHint)},
           {"band", c.band},
           {"check_in_from", c.checkInFrom},
           {"masked", c.maskedName},
           {"fee", static_cast<int>(c.fee)},
           {"fee_amount", c.feeAmount},
           {"code", c.code},
           {"short_code", c.shortCode},
           {"page", c.pageUrl},
           {"printed_at", c.printedAt},
           {"printed_by", c.printedBy},
           {"provisional", c.provisional},
           {"service", c.service},
           {"visit_day", c.visitDay},
           {"call_range", c.callRange},
           {"reprint", c.reprint}};
    if (c.peopleAhead) j["ahead"] = *c.peopleAhead;
    return j;
}

core::TicketContent contentFromJson(ops::FieldReader& read) {
    core::TicketContent c;
    const bool english = read.text("language", 2, 2) == "en";
    c.language = english ? core::TicketLanguage::En : core::TicketLanguage::Zh;
    c.hospital = nameFromJson(read, "hospital");
    c.number = read.text("number", 1, 12);
    c.department = nameFromJson(read, "department");
    c.doctor = nameFromJson(read, "doctor");
    c.zone = read.optionalText("zone", maxTextBytes);
    c.roomHint = nameFromJson(read, "room_hint");
    c.band = read.optionalText("band", maxTextBytes);
    c.checkInFrom = read.optionalText("check_in_from", maxTextBytes);
    const auto ahead = read.optionalInteger("ahead", 0, maxSimulatedCalls, -1);
    if (ahead >= 0) c.peopleAhead = static_cast<int>(ahead);
    c.callRange = read.optionalText("call_range", maxTextBytes);
    c.maskedName = read.optionalText("masked", maxTextBytes);
    const auto lastFee = static_cast<std::int64_t>(core::TicketFee::Asked);
    c.fee = static_cast<core::TicketFee>(read.optionalInteger("fee", 0, lastFee, 0));
    c.feeAmount = read.optionalText("fee_amount", maxTextBytes);
    c.code = read.optionalText("code", core::codeMostBytes);
    c.shortCode = read.optionalText("short_code", maxTextBytes);
    c.pageUrl = read.optionalText("page", maxTextBytes);
    c.printedAt = read.optionalText("printed_at", maxTextBytes);
    c.printedBy = read.optionalText("printed_by", maxTextBytes);
    c.provisional = read.optionalFlag("provisional", false);
    c.service = read.optionalFlag("service", false);
    c.visitDay = read.optionalText("visit_day", maxTextBytes);
    c.reprint = read.optionalFlag("reprint", false);
    return c;
}

} // namespace

std::string toJson(const PrintOrder& order) {
    return json{{"ticket", order.ticket},
                {"day", order.day},
                {"issued_at", order.issuedAtMs},
                {"content", contentToJson(order.content)}}
        .dump();
}

core::Result<PrintOrder> readPrintOrder(const std::string& text) {
    const json body = json::parse(text, nullptr, false);
    ops::FieldReader read(body);
    PrintOrder order;
    order.ticket = read.text("ticket", 1, 32);
    order.day = static_cast<int>(read.integer("day", 0, 99991231));
    order.issuedAtMs = read.integer("issued_at", 0, ops::maxInteger);
    const json* content = read.optionalObject("content");
    if (content == nullptr) return core::badData("bad-effect", "content: is missing");
    ops::FieldReader inner(*content);
    order.content = contentFromJson(inner);
    for (const auto& error : {read.error(), inner.error()})
        if (error) return core::badData("bad-effect", error->detail);
    return order;
}

std::string shortCodeOf(const FlowContext& context, const std::string& id) {
    std::string code = ops::shortCode(context.crypto, ctiOf(id));
    std::erase(code, '-');
    return code;
}

std::string drawTicketId(const FlowContext& context, int day) {
    for (int draw = 0; draw < maxDraws; ++draw) {
        std::string id = context.drawId(ticketIdBytes);
        if (!shortCodeTaken(context, day, shortCodeOf(context, id))) return id;
    }
    MENZHEN_CHECK(false, "no short code is free");
    return {};
}

std::string ticketCode(const FlowContext& context, const store::Record& entry,
                       const ops::OpId& op) {
    const int day = static_cast<int>(entry.integer("day"));
    core::CodeClaims claims;
    claims.issuer = context.site();
    claims.notBefore = context.clock.utcMsOf(day, 0) / 1000;
    claims.expires = context.clock.utcMsOf(day, core::minutesPerDay) / 1000;
    claims.cti = ctiOf(entry.text("id"));
    claims.day = day;
    claims.session = entry.text("session");
    claims.slot = static_cast<int>(entry.integer("slot"));
    core::TicketClaims ticket;
    ticket.queue = entry.text("queue");
    ticket.number = entry.text("number");
    ticket.band = entry.integer("band");
    ticket.device = op.device;
    ticket.incarnation = op.incarnation;
    ticket.seq = op.seq;
    claims.ticket = ticket;
    return ops::makeCode(context.key, claims);
}

PrintOrder orderOf(const FlowContext& context, const Place& place, core::TicketLanguage language,
                   std::string code) {
    const ports::LocalTime now = context.clock.now();
    PrintOrder order;
    order.ticket = place.ticket;
    order.day = place.day;
    order.issuedAtMs = context.clock.utcMs();
    core::TicketContent& c = order.content;
    c.language = language;
    c.hospital = hospitalName(context);
    c.number = place.number;
    c.department = place.session.department;
    c.doctor = place.session.doctor;
    c.service = place.session.service;
    c.zone = place.session.where.zone;
    c.roomHint = place.session.where.roomHint;
    c.band = place.bandText;
    c.checkInFrom = place.checkInFrom;
    c.peopleAhead = place.ahead;
    c.callRange = place.callRange;
    c.maskedName = place.masked;
    c.fee = feeOf(context, place.session, place.slot);
    c.feeAmount = place.session.amountText;
    c.code = std::move(code);
    c.shortCode = place.shortCode;
    c.pageUrl = place.pageUrl;
    c.printedAt = core::formatDay(now.day) + " " + core::formatMinute(now.minute);
    c.printedBy = context.device();
    return order;
}

std::optional<PrintOrder> earlierOrder(const FlowContext& context, const std::string& ticket) {
    store::Query query(context.database(),
                       "SELECT body FROM effect WHERE kind = 'print' AND json_extract(body, "
                       "'$.ticket') = ? ORDER BY id LIMIT 1");
    query.bind(ticket);
    if (!query.step()) return std::nullopt;
    const auto order = readPrintOrder(query.text(0));
    if (!order) return std::nullopt;
    return *order;
}

} // namespace menzhen::flows
