// SPDX-License-Identifier: Apache-2.0
#include "app/admin/codejson.h"

#include <limits>

namespace menzhen::admin {

namespace {

/// Takes members out of an object one by one and remembers the first complaint.
class Members {
public:
    explicit Members(const nlohmann::json& object) : object_(object) {
        if (!object.is_object()) complaint_ = "the claims are not a JSON object";
    }

    std::string text(const char* name) {
        const nlohmann::json* value = take(name);
        if (value != nullptr && value->is_string()) return value->get<std::string>();
        return complain(name, "must be a text"), std::string();
    }

    std::int64_t number(const char* name) {
        const nlohmann::json* value = take(name);
        const auto number = value != nullptr ? wholeNumber(*value) : std::nullopt;
        if (!number) complain(name, "must be a whole number");
        return number.value_or(0);
    }

    int small(const char* name) {
        const std::int64_t wide = number(name);
        if (wide == static_cast<int>(wide)) return static_cast<int>(wide);
        return complain(name, "is out of range"), 0;
    }

    core::Bytes bytes(const char* name) {
        const auto value = core::fromHex(text(name));
        if (!value) complain(name, "must be hexadecimal");
        return value.value_or(core::Bytes());
    }

    /// Everything was taken and nothing was wrong: an empty text, else what was wrong.
    std::string complaint() const {
        if (!complaint_.empty() || taken_ == object_.size()) return complaint_;
        return "the claims have a member that this kind does not know";
    }

private:
    const nlohmann::json* take(const char* name) {
        if (!complaint_.empty()) return nullptr;
        const auto found = object_.find(name);
        if (found == object_.end()) return nullptr;
        ++taken_;
        return &*found;
    }

    void complain(const char* name, const char* what) {
        if (complaint_.empty()) complaint_ = std::string("the claim '") + name + "' " + what;
    }

    const nlohmann::json& object_;
    std::size_t taken_ = 0;
    std::string complaint_;
};

} // namespace

nlohmann::ordered_json claimsToJson(const core::CodeClaims& claims) {
    nlohmann::ordered_json json{{"iss", claims.issuer},
                                {"exp", claims.expires},
                                {"nbf", claims.notBefore},
                                {"cti", core::toHex(claims.cti)},
                                {"kind", claims.kind()},
                                {"day", claims.day},
                                {"session", claims.session},
                                {"slot", claims.slot},
                                {"idhash", core::toHex(claims.idHash)}};
    if (const auto& ticket = claims.ticket) {
        json["queue"] = ticket->queue;
        json["number"] = ticket->number;
        json["band"] = ticket->band;
        json["device"] = ticket->device;
        json["incarnation"] = ticket->incarnation;
        json["seq"] = ticket->seq;
    }
    return json;
}

std::optional<std::int64_t> wholeNumber(const nlohmann::json& value) {
    if (!value.is_number_integer()) return std::nullopt;
    constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (value.is_number_unsigned() && value.get<std::uint64_t>() > most) return std::nullopt;
    return value.get<std::int64_t>();
}

core::Result<core::CodeClaims> claimsFromJson(const nlohmann::json& json) {
    Members members(json);
    core::CodeClaims claims;
    claims.issuer = members.text("iss");
    claims.expires = members.number("exp");
    claims.notBefore = members.number("nbf");
    const core::Bytes cti = members.bytes("cti");
    const std::int64_t kind = members.number("kind");
    claims.day = members.small("day");
    claims.session = members.text("session");
    claims.slot = members.small("slot");
    claims.idHash = members.bytes("idhash");
    if (kind == 1) {
        core::TicketClaims& ticket = claims.ticket.emplace();
        ticket.queue = members.text("queue");
        ticket.number = members.text("number");
        ticket.band = members.number("band");
        ticket.device = members.text("device");
        ticket.incarnation = members.number("incarnation");
        ticket.seq = members.number("seq");
    }
    if (!members.complaint().empty()) return core::badData("bad-claims", members.complaint());
    if (kind != 0 && kind != 1)
        return core::badData("bad-claims", "the kind is 0 (booking) or 1 (ticket)");
    if (cti.size() != claims.cti.size())
        return core::badData("bad-claims", "the cti has 8 bytes, 16 hexadecimal digits");
    std::copy(cti.begin(), cti.end(), claims.cti.begin());
    if (!core::areWellFormed(claims))
        return core::badData("bad-claims", "a claim is out of its range or a text is too long");
    return claims;
}

} // namespace menzhen::admin
