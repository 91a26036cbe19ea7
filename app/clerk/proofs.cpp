// SPDX-License-Identifier: Apache-2.0
#include "app/clerk/proofs.h"

#include "app/clerk/doors.h"
#include "app/clerk/messages.h"
#include "app/clerk/personread.h"
#include "app/ops/fields.h"

#include <algorithm>
#include <cstdio>

namespace menzhen::clerk {

namespace {

constexpr std::size_t leastPhoneDigits = 5;
constexpr std::size_t proofIdBytes = 16;
constexpr int codeDigits = 6;
constexpr std::uint32_t codes = 1'000'000;

core::Bytes phoneIndexOf(Clerk& clerk, const std::string& phone) {
    return keyedIndex(clerk.log().crypto(), clerk.keys(), "phone/" + phone);
}

core::Bytes hashOf(Clerk& clerk, const std::string& proof, const std::string& code) {
    const core::Digest digest = clerk.log().crypto().hmacSha256(
        clerk.keys().indexKey, core::asBytes("proof/" + proof + "/" + code));
    return {digest.begin(), digest.end()};
}

/// 2^32 is not a multiple of 10^6, but the code lives ten minutes and is tried five times.
std::string drawCode(Clerk& clerk) {
    core::Bytes drawn(4);
    clerk.log().chance().fill(drawn);
    const std::uint32_t value = static_cast<std::uint32_t>(drawn[0]) << 24 |
                                static_cast<std::uint32_t>(drawn[1]) << 16 |
                                static_cast<std::uint32_t>(drawn[2]) << 8 | drawn[3];
    char text[codeDigits + 1];
    std::snprintf(text, sizeof text, "%06u", value % codes);
    return text;
}

std::string textOfCode(const std::string& code, const std::string& lang) {
    if (lang == "en") return "Your code is " + code + ", good for 10 minutes. Tell it to nobody.";
    return "验证码 " + code + ",10分钟内有效。请勿告诉他人。";
}

/// The codes of the last hour; the oldest one's moment.
core::Result<void> mayProve(Clerk& clerk, const core::Bytes& index, std::int64_t now) {
    store::Query query(clerk.log().database(),
                       "SELECT count(*), coalesce(min(made_at), 0) FROM proof WHERE phone_index = "
                       "? AND made_at > ?");
    query.bind(core::ByteView(index)).bind(now - wrongTryMs);
    query.step();
    if (query.integer(0) < maxProofsPerPhone) return {};
    return tl::unexpected(slowDown(query.integer(1) + wrongTryMs - now));
}

struct BoundVisit {
    std::string site;
    std::string visit;
    int day = 0;
};

int bindPhone(Clerk& clerk, const Caller& caller, const core::Bytes& index) {
    std::vector<BoundVisit> visits;
    {
        store::Query query(clerk.log().database(),
                           "SELECT site, visit, day FROM visit_phone WHERE phone_index = ? AND "
                           "day >= ? ORDER BY day");
        query.bind(core::ByteView(index)).bind(clerk.log().clock().now().day);
        while (query.step())
            visits.push_back({query.text(0), query.text(1), static_cast<int>(query.integer(2))});
    }
    Holders holders = holdersOf(clerk);
    for (const BoundVisit& bound : visits)
        holders.follow(caller.id, bound.site, bound.day, bound.visit, clerk.log().clock().utcMs());
    return static_cast<int>(visits.size());
}

} // namespace

Answer beginProof(Clerk& clerk, const json& body) {
    ops::FieldReader read(body);
    const std::string phone = read.text("phone", leastPhoneDigits, maxPhoneBytes);
    const std::string lang = read.optionalText("lang", 8, "zh");
    if (!read.error() &&
        !std::all_of(phone.begin(), phone.end(), [](char c) { return c >= '0' && c <= '9'; }))
        read.complain("phone", "digits alone are wanted");
    if (const auto error = read.error()) return tl::unexpected(*error);
    if (!clerk.sendsMessages())
        return core::refused("no-messages", "this registry sends no messages");
    const std::int64_t now = clerk.log().clock().utcMs();
    const core::Bytes index = phoneIndexOf(clerk, phone);
    if (const auto may = mayProve(clerk, index, now); !may) return tl::unexpected(may.error());
    core::Bytes drawn(proofIdBytes);
    clerk.log().chance().fill(drawn);
    const std::string proof = core::toHex(drawn);
    const std::string code = drawCode(clerk);
    const core::Bytes hash = hashOf(clerk, proof, code);
    Sealing sealing(clerk.log().database(), clerk.log().crypto(), clerk.keys(),
                    clerk.log().chance());
    const auto queued =
        queueMessage(clerk.log().database(), sealing,
                     {"", "code", phone, textOfCode(code, lang), lang, now + proofMs}, now);
    if (!queued) return tl::unexpected(queued.error());
    store::Query(clerk.log().database(), "INSERT INTO proof (id, phone_index, code, made_at, "
                                         "expires_at) VALUES (?, ?, ?, ?, ?)")
        .bind(proof)
        .bind(core::ByteView(index))
        .bind(core::ByteView(hash))
        .bind(now)
        .bind(now + proofMs)
        .run();
    return json{{"proof", proof}, {"expires_at", now + proofMs}};
}

Answer endProof(Clerk& clerk, const Caller& caller, const std::string& proof, const json& body) {
    ops::FieldReader read(body);
    const std::string code = read.text("code", 1, maxPhoneBytes);
    if (const auto error = read.error()) return tl::unexpected(*error);
    const core::Bytes hash = hashOf(clerk, proof, code);
    core::Bytes index;
    bool good = false;
    {
        store::Query query(clerk.log().database(),
                           "SELECT phone_index, code FROM proof WHERE id = ? AND state = 'open' "
                           "AND expires_at > ? AND tries < ?");
        query.bind(proof).bind(clerk.log().clock().utcMs()).bind(maxTriesPerProof);
        if (query.step()) {
            index = query.blob(0);
            good = ports::equalSecrets(query.blob(1), hash);
        }
    }
    store::Query(clerk.log().database(), "UPDATE proof SET tries = tries + 1, state = ? WHERE id = "
                                         "? AND state = 'open'")
        .bind(good ? "used" : "open")
        .bind(proof)
        .run();
    if (!good) return core::refused("wrong-code", "the code is wrong or over: ask for another");
    return json{{"bound", bindPhone(clerk, caller, index)}};
}

} // namespace menzhen::clerk
