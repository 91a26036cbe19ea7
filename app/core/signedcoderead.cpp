// SPDX-License-Identifier: Apache-2.0
// Reading and judging codes.
#include "app/core/base45.h"
#include "app/core/cbor.h"
#include "app/core/check.h"
#include "app/core/signedcode.h"
#include "app/core/signedcodelabels.h"

#include <algorithm>

namespace menzhen::core {

using namespace codelabels;

namespace {

using Type = CborItem::Type;

CodeReason reasonOf(CborFault fault) {
    switch (fault) {
    case CborFault::Malformed:
        return CodeReason::BadCbor;
    case CborFault::TrailingBytes:
        return CodeReason::TrailingBytes;
    case CborFault::DuplicateKey:
        return CodeReason::DuplicateKey;
    case CborFault::IndefiniteLength:
        return CodeReason::IndefiniteLength;
    case CborFault::NonDeterministic:
        return CodeReason::NonDeterministic;
    }
    MENZHEN_CHECK(false, "a CBOR fault without a reason");
}

std::string_view stripped(std::string_view text) {
    constexpr std::string_view dropped = "\r\n\t";
    const std::size_t first = text.find_first_not_of(dropped);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(dropped) - first + 1);
}

/// The three CBOR documents in a code.
struct Documents {
    CborItem code;
    CborItem header; ///< Unsigned 0 where the code has none, or an empty one
    CborItem claims;
    Bytes headerBytes;
    Bytes claimsBytes;
};

/// The byte string at a place of the array inside whatever tags; null when there is none. Shape
/// is not judged here: header and claims are read wherever they can be found, since the CBOR
/// checks of all three come before any structure check.
const CborItem* byteStringAt(const CborItem& code, std::size_t index) {
    const CborItem* item = &code;
    while (item->is(Type::Tag))
        item = &item->items.front();
    if (!item->is(Type::Array) || item->items.size() <= index) return nullptr;
    return item->items[index].is(Type::ByteString) ? &item->items[index] : nullptr;
}

tl::expected<Documents, CodeReason> readDocuments(ByteView bytes) {
    Documents all;
    std::optional<CborFault> first;
    const auto read = [&first](ByteView input, CborItem& into) {
        CborDocument document = readCbor(input);
        if (document.fault && (!first || *document.fault < *first)) first = document.fault;
        into = std::move(document.item);
        return first != CborFault::Malformed;
    };
    if (!read(bytes, all.code)) return tl::unexpected(CodeReason::BadCbor);
    if (const CborItem* header = byteStringAt(all.code, 0)) {
        all.headerBytes = header->bytes;
        // An empty header is well-formed COSE for "no entries", so it is no CBOR fault.
        if (!all.headerBytes.empty()) read(all.headerBytes, all.header);
    }
    if (const CborItem* claims = byteStringAt(all.code, 2)) {
        all.claimsBytes = claims->bytes;
        read(all.claimsBytes, all.claims);
    }
    if (first) return tl::unexpected(reasonOf(*first));
    return all;
}

/// The value of a map's key; null when `map` is no map or lacks it.
const CborItem* valueOf(const CborItem& map, std::int64_t key) {
    if (!map.is(Type::Map)) return nullptr;
    for (std::size_t i = 0; i + 1 < map.items.size(); i += 2)
        if (map.items[i].equals(key)) return &map.items[i + 1];
    return nullptr;
}

bool isMapOf(const CborItem& item, std::size_t pairs) {
    return item.is(Type::Map) && item.items.size() == 2 * pairs;
}

// Each reads one value of the right type; ranges and lengths are left to areWellFormed.
bool readText(const CborItem* item, std::string& into) {
    if (item == nullptr || !item->is(Type::Text)) return false;
    into = item->text();
    return true;
}

bool readNumber(const CborItem* item, std::int64_t& into) {
    if (item == nullptr || !item->is(Type::Unsigned)) return false;
    if (item->argument > static_cast<std::uint64_t>(largestNumber)) return false;
    into = static_cast<std::int64_t>(item->argument);
    return true;
}

bool readSmall(const CborItem& item, int& into) {
    std::int64_t number = 0;
    if (!readNumber(&item, number) || number > std::numeric_limits<int>::max()) return false;
    into = static_cast<int>(number);
    return true;
}

template <std::size_t size>
bool readBytes(const CborItem* item, std::array<std::uint8_t, size>& into) {
    if (item == nullptr || !item->is(Type::ByteString) || item->bytes.size() != size) return false;
    std::copy(item->bytes.begin(), item->bytes.end(), into.begin());
    return true;
}

bool readTicket(const std::vector<CborItem>& detail, TicketClaims& ticket) {
    return readText(&detail[5], ticket.queue) && readText(&detail[6], ticket.number) &&
           readNumber(&detail[7], ticket.band) && readText(&detail[8], ticket.device) &&
           readNumber(&detail[9], ticket.incarnation) && readNumber(&detail[10], ticket.seq);
}

bool readDetail(const CborItem* item, CodeClaims& claims) {
    if (item == nullptr || !item->is(Type::Array) || item->items.empty()) return false;
    const std::vector<CborItem>& detail = item->items;
    const bool booking = detail[0].equals(0) && detail.size() == bookingDetailSize;
    const bool ticket = detail[0].equals(1) && detail.size() == ticketDetailSize;
    if (!booking && !ticket) return false;
    if (!readSmall(detail[1], claims.day) || !readText(&detail[2], claims.session) ||
        !readSmall(detail[3], claims.slot) || !detail[4].is(Type::ByteString))
        return false;
    claims.idHash = detail[4].bytes;
    return booking || readTicket(detail, claims.ticket.emplace());
}

bool readClaims(const CborItem& item, CodeClaims& claims) {
    return isMapOf(item, 5) && readText(valueOf(item, issuerLabel), claims.issuer) &&
           readNumber(valueOf(item, expiresLabel), claims.expires) &&
           readNumber(valueOf(item, notBeforeLabel), claims.notBefore) &&
           readBytes(valueOf(item, ctiLabel), claims.cti) &&
           readDetail(valueOf(item, detailLabel), claims) && areWellFormed(claims);
}

bool readStructure(const Documents& all, UnverifiedCode& code) {
    const CborItem& tag = all.code;
    if (!tag.is(Type::Tag) || tag.argument != coseSign1Tag) return false;
    const CborItem& array = tag.items.front();
    if (!array.is(Type::Array) || array.items.size() != 4) return false;
    const std::vector<CborItem>& parts = array.items;
    if (!parts[0].is(Type::ByteString) || !isMapOf(parts[1], 0) || !parts[2].is(Type::ByteString) ||
        !readBytes(&parts[3], code.signature))
        return false;
    const CborItem* alg = valueOf(all.header, algLabel);
    return isMapOf(all.header, 2) && alg != nullptr && alg->isInteger() &&
           readBytes(valueOf(all.header, kidLabel), code.kid) &&
           readClaims(all.claims, code.claims);
}

/// What one key of the right kid says: nothing means that it serves.
std::optional<CodeReason> judgeKey(const UnverifiedCode& code, const TrustedKey& key,
                                   const CodeContext& context) {
    if (context.now < key.from || context.now >= key.until) return CodeReason::KeyNotValid;
    if (key.revokedAfter && context.now >= *key.revokedAfter &&
        !(context.isKnown && context.isKnown(code.claims.cti)))
        return CodeReason::KeyRevoked;
    if (!context.verify(key.key, code.toBeSigned, code.signature)) return CodeReason::BadSignature;
    if (!key.mayBe(code.claims.kind())) return CodeReason::WrongScope;
    return std::nullopt;
}

} // namespace

tl::expected<UnverifiedCode, CodeReason> readCode(std::string_view text) {
    text = stripped(text);
    if (text.size() > codeMostBytes) return tl::unexpected(CodeReason::TooLong);
    if (!text.starts_with(codePrefix)) return tl::unexpected(CodeReason::NotOurs);
    const std::optional<Bytes> bytes = fromBase45(text.substr(codePrefix.size()));
    if (!bytes) return tl::unexpected(CodeReason::BadBase45);
    const tl::expected<Documents, CodeReason> all = readDocuments(*bytes);
    if (!all) return tl::unexpected(all.error());
    UnverifiedCode code;
    if (!readStructure(*all, code)) return tl::unexpected(CodeReason::BadStructure);
    if (!valueOf(all->header, algLabel)->equals(es256)) return tl::unexpected(CodeReason::BadAlg);
    code.toBeSigned = codeSigStructure(all->headerBytes, all->claimsBytes);
    return code;
}

tl::expected<CodeClaims, CodeReason> judgeCode(const UnverifiedCode& code,
                                               const CodeContext& context) {
    MENZHEN_CHECK(context.verify != nullptr, "codes are judged without a way to verify");
    std::optional<CodeReason> reason;
    bool served = false;
    for (const TrustedKey& key : context.trust) {
        if (key.kid != code.kid) continue;
        const std::optional<CodeReason> said = judgeKey(code, key, context);
        served = !said;
        if (served) break;
        // A key whose signature holds knows better than the first one what is wrong.
        if (!reason || (said == CodeReason::WrongScope && reason != said)) reason = said;
    }
    if (!served) return tl::unexpected(reason.value_or(CodeReason::UnknownKey));

    const CodeClaims& claims = code.claims;
    if (context.site && claims.issuer != *context.site)
        return tl::unexpected(CodeReason::OtherSite);
    if (context.now < claims.notBefore) return tl::unexpected(CodeReason::TooEarly);
    if (context.now >= claims.expires) return tl::unexpected(CodeReason::Expired);
    if (claims.kind() == 0 && context.isRevoked && context.isRevoked(claims.cti))
        return tl::unexpected(CodeReason::RevokedId);
    return claims;
}

} // namespace menzhen::core
