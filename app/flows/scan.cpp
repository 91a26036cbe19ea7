// SPDX-License-Identifier: Apache-2.0
#include "app/flows/scan.h"

#include "app/core/shortcode.h"
#include "app/flows/revocations.h"
#include "app/ops/codecheck.h"
#include "db/store/records.h"

#include <vector>

namespace menzhen::flows {

namespace {

using core::CodeReason;

constexpr unsigned allScopes = 2; ///< kinds of code: 0 bookings, 1 tickets

tl::unexpected<ScanRefusal> refusal(core::Error error, std::optional<int> day = {}) {
    return tl::unexpected<ScanRefusal>(ScanRefusal{std::move(error), day});
}

/// The line of the trust list with this kid (its id), if its key can be read.
std::vector<core::TrustedKey> trustFor(const FlowContext& context, const core::Kid& kid) {
    std::vector<core::TrustedKey> keys;
    const auto row =
        store::find(context.database(), context.site(), "trusted_key", {core::toHex(kid)});
    if (!row) return keys;
    const auto der = core::fromHex(row->text("spki"));
    if (!der) return keys;
    const auto key = context.crypto.publicKeyFromSpki(*der);
    if (!key) return keys;
    core::TrustedKey trusted;
    trusted.kid = context.crypto.kid(*key);
    trusted.key = *key;
    trusted.from = row->integer("valid_from");
    if (row->integer("valid_until") != 0) trusted.until = row->integer("valid_until");
    if (row->integer("revoked_after") != 0) trusted.revokedAfter = row->integer("revoked_after");
    trusted.scopes = 0;
    for (unsigned kind = 0; kind < allScopes; ++kind)
        if (row->text("scope").find(static_cast<char>('0' + kind)) != std::string::npos)
            trusted.scopes |= 1U << kind;
    keys.push_back(std::move(trusted));
    return keys;
}

std::string stateOfBooking(const FlowContext& context, const std::string& id) {
    const auto rows =
        store::select(context.database(), context.site(), "booking", "AND id = ?", {id});
    // Of a booking that this store does not hold, the compact list may know more.
    return rows.empty() ? revokedState(context, id) : rows.front().text("state");
}

bool isKnown(const FlowContext& context, const std::string& id) {
    return !stateOfBooking(context, id).empty() ||
           !store::select(context.database(), context.site(), "entry", "AND id = ?", {id}).empty();
}

tl::expected<Scanned, ScanRefusal> readCode(const FlowContext& context, std::string_view text) {
    const auto unverified = core::readCode(text);
    const auto named = [](CodeReason reason, std::optional<int> day = {}) {
        return refusal({core::ErrorKind::Refused, core::codeReasonName(reason), {}}, day);
    };
    if (!unverified) return named(unverified.error());
    const std::vector<core::TrustedKey> trust = trustFor(context, unverified->kid);
    core::CodeContext judged;
    judged.trust = trust;
    judged.now = context.clock.utcMs() / 1000;
    judged.site = context.site();
    judged.isRevoked = [&](const core::Cti& cti) {
        // A redeemed booking is no refusal: its patient is shown the place in the queue.
        return stateOfBooking(context, core::toHex(cti)) == "cancelled";
    };
    judged.isKnown = [&](const core::Cti& cti) { return isKnown(context, core::toHex(cti)); };
    const auto claims = ops::checkCode(context.crypto, text, judged);
    if (!claims) {
        const CodeReason reason = claims.error();
        if (reason != CodeReason::TooEarly && reason != CodeReason::Expired) return named(reason);
        // The signature was good. Who was carried over night is in today's queue with that paper.
        if (reason == CodeReason::Expired && unverified->claims.ticket) {
            const std::string id = core::toHex(unverified->claims.cti);
            if (store::find(context.database(), context.site(), "entry",
                            {std::int64_t{context.today()}, id}))
                return Scanned{Scanned::Kind::Ticket, id, context.today(), unverified->claims};
        }
        // Say which day it is for.
        return named(reason, unverified->claims.day);
    }
    Scanned scanned;
    scanned.kind = claims->kind() == 0 ? Scanned::Kind::Booking : Scanned::Kind::Ticket;
    scanned.id = core::toHex(claims->cti);
    scanned.day = claims->day;
    scanned.claims = *claims;
    return scanned;
}

tl::expected<Scanned, ScanRefusal> findShortCode(const FlowContext& context,
                                                 const std::string& typed) {
    std::string code = typed;
    std::erase(code, '-');
    const std::pair<const char*, Scanned::Kind> tables[] = {{"entry", Scanned::Kind::Ticket},
                                                            {"booking", Scanned::Kind::Booking}};
    for (const auto& [table, kind] : tables) {
        // Of today and tomorrow: the nearest day wins. A retired entry of the same code cannot be.
        const auto rows = store::select(context.database(), context.site(), table,
                                        "AND short_code = ? AND day >= ? ORDER BY day LIMIT 1",
                                        {code, std::int64_t{context.today()}});
        if (!rows.empty())
            return Scanned{kind, rows.front().text("id"),
                           static_cast<int>(rows.front().integer("day")), std::nullopt};
    }
    return refusal({core::ErrorKind::Refused, "unknown-code",
                    "nobody of today or tomorrow has this short code"});
}

/// Runs `read` as one moment of the store.
template <class Read>
tl::expected<Scanned, ScanRefusal> atOnce(const FlowContext& context, Read read) {
    std::optional<tl::expected<Scanned, ScanRefusal>> answer;
    const auto done = context.database().read([&]() -> core::Result<void> {
        answer = read();
        return {};
    });
    if (!done) return refusal(done.error());
    return *answer;
}

} // namespace

tl::expected<Scanned, ScanRefusal> readTyped(const FlowContext& context, std::string_view text) {
    const auto code = core::readShortCode(text);
    if (!code) return refusal(code.error());
    return atOnce(context, [&] { return findShortCode(context, *code); });
}

tl::expected<Scanned, ScanRefusal> readScan(const FlowContext& context, std::string_view text) {
    const std::string page = context.publicUrl + "/v#";
    if (!context.publicUrl.empty() && text.starts_with(page))
        return readTyped(context, text.substr(page.size()));
    auto scanned = atOnce(context, [&] { return readCode(context, text); });
    const bool notOurs =
        !scanned && scanned.error().error.code == core::codeReasonName(CodeReason::NotOurs);
    if (notOurs)
        if (const auto code = core::readShortCode(text))
            return atOnce(context, [&] { return findShortCode(context, *code); });
    return scanned;
}

} // namespace menzhen::flows
