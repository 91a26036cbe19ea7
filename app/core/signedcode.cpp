// SPDX-License-Identifier: Apache-2.0
// Writing codes, and what may stand in one. Reading is in signedcoderead.cpp.
#include "app/core/signedcode.h"

#include "app/core/base45.h"
#include "app/core/cbor.h"
#include "app/core/check.h"
#include "app/core/signedcodelabels.h"

#include <chrono>

namespace menzhen::core {

using namespace codelabels;

namespace {

bool sizeWithin(const std::string& text, std::size_t most) {
    return !text.empty() && text.size() <= most;
}

bool countable(std::int64_t number) {
    return number >= 0 && number <= largestNumber;
}

/// Four digits of year: 261123 is a day typed wrong, not one of the year 26.
bool isRealDay(int day) {
    using namespace std::chrono;
    const year_month_day date(year(day / 10000), month(static_cast<unsigned>(day / 100 % 100)),
                              std::chrono::day(static_cast<unsigned>(day % 100)));
    return day >= 1000'01'01 && day <= 9999'12'31 && date.ok();
}

Bytes protectedHeader(const Kid& kid) {
    return CborWriter()
        .map(2)
        .integer(algLabel)
        .integer(es256)
        .integer(kidLabel)
        .byteString(kid)
        .bytes();
}

Bytes payload(const CodeClaims& claims) {
    MENZHEN_CHECK(areWellFormed(claims), "a code with claims that nobody would accept");
    CborWriter out;
    out.map(5);
    out.integer(issuerLabel).text(claims.issuer);
    out.integer(expiresLabel).integer(claims.expires);
    out.integer(notBeforeLabel).integer(claims.notBefore);
    out.integer(ctiLabel).byteString(claims.cti);
    out.integer(detailLabel).array(claims.ticket ? ticketDetailSize : bookingDetailSize);
    out.integer(claims.kind()).integer(claims.day).text(claims.session).integer(claims.slot);
    out.byteString(claims.idHash);
    if (const auto& ticket = claims.ticket) {
        out.text(ticket->queue).text(ticket->number).integer(ticket->band).text(ticket->device);
        out.integer(ticket->incarnation).integer(ticket->seq);
    }
    return out.bytes();
}

} // namespace

const char* codeReasonName(CodeReason reason) {
    switch (reason) {
    case CodeReason::TooLong:
        return "too-long";
    case CodeReason::NotOurs:
        return "not-ours";
    case CodeReason::BadBase45:
        return "bad-base45";
    case CodeReason::BadCbor:
        return "bad-cbor";
    case CodeReason::TrailingBytes:
        return "trailing-bytes";
    case CodeReason::DuplicateKey:
        return "duplicate-key";
    case CodeReason::IndefiniteLength:
        return "indefinite-length";
    case CodeReason::NonDeterministic:
        return "non-deterministic";
    case CodeReason::BadStructure:
        return "bad-structure";
    case CodeReason::BadAlg:
        return "bad-alg";
    case CodeReason::UnknownKey:
        return "unknown-key";
    case CodeReason::KeyNotValid:
        return "key-not-valid";
    case CodeReason::KeyRevoked:
        return "key-revoked";
    case CodeReason::BadSignature:
        return "bad-signature";
    case CodeReason::WrongScope:
        return "wrong-scope";
    case CodeReason::OtherSite:
        return "other-site";
    case CodeReason::TooEarly:
        return "too-early";
    case CodeReason::Expired:
        return "expired";
    case CodeReason::RevokedId:
        return "revoked-id";
    }
    MENZHEN_CHECK(false, "a code reason without a name");
}

bool areWellFormed(const CodeClaims& claims) {
    const int leastSlot = claims.ticket ? 0 : 1;
    const bool common = sizeWithin(claims.issuer, siteMostBytes) && countable(claims.expires) &&
                        countable(claims.notBefore) && isRealDay(claims.day) &&
                        sizeWithin(claims.session, idMostBytes) && claims.slot >= leastSlot &&
                        claims.slot <= largestSlot &&
                        (claims.idHash.empty() || claims.idHash.size() == idHashSize);
    if (!common || !claims.ticket) return common;
    const TicketClaims& ticket = *claims.ticket;
    return sizeWithin(ticket.queue, idMostBytes) && sizeWithin(ticket.number, idMostBytes) &&
           countable(ticket.band) && sizeWithin(ticket.device, deviceMostBytes) &&
           countable(ticket.incarnation) && countable(ticket.seq);
}

Bytes codeSigStructure(ByteView header, ByteView content) {
    return CborWriter()
        .array(4)
        .text("Signature1")
        .byteString(header)
        .byteString({})
        .byteString(content)
        .bytes();
}

Bytes codeToBeSigned(const CodeClaims& claims, const Kid& kid) {
    return codeSigStructure(protectedHeader(kid), payload(claims));
}

std::string codeText(const CodeClaims& claims, const Kid& kid, const Signature& signature) {
    CborWriter out;
    out.tag(coseSign1Tag).array(4);
    out.byteString(protectedHeader(kid)).map(0).byteString(payload(claims)).byteString(signature);
    std::string text = codePrefix + toBase45(out.bytes());
    MENZHEN_CHECK(text.size() <= codeMostBytes, "a code became longer than anybody reads");
    return text;
}

} // namespace menzhen::core
