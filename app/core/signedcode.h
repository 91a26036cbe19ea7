// SPDX-License-Identifier: Apache-2.0
// Signed codes: what stands in the QR of a booking and of a ticket (security.md 1, to the
// letter): `MZ1:` + base45 of a tagged COSE_Sign1 (RFC 9052) over a CWT (RFC 8392), ES256.
// Pure: signing and verifying come in from outside; app/ops/codecheck.h binds them to the port.
// All times are seconds since 1970 UTC; `day` is the site's own yyyymmdd.
#pragma once

#include "app/core/bytes.h"
#include "app/core/publickey.h"

#include <array>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <tl/expected.hpp>

namespace menzhen::core {

inline constexpr std::size_t codeMostBytes = 512; ///< of text, after stripping

/// Why a code is refused, in the order of the checks: the first that fails is the reason.
enum class CodeReason {
    TooLong,
    NotOurs,
    BadBase45,
    BadCbor,
    TrailingBytes,
    DuplicateKey,
    IndefiniteLength,
    NonDeterministic,
    BadStructure,
    BadAlg,
    UnknownKey,
    KeyNotValid,
    KeyRevoked,
    BadSignature,
    WrongScope,
    OtherSite,
    TooEarly,
    Expired,
    RevokedId,
};

/// As programs see it: "too-long", "not-ours", ...
const char* codeReasonName(CodeReason reason);

/// Id of a booking or a ticket, random; what an arrival is keyed by.
using Cti = std::array<std::uint8_t, 8>;

/// What a ticket's code says beyond a booking's.
struct TicketClaims {
    std::string queue;            ///< id, 1 to 12 bytes
    std::string number;           ///< as printed, 1 to 12 bytes
    std::int64_t band = 0;        ///< minutes after local midnight
    std::string device;           ///< that issued it, 1 to 4 bytes
    std::int64_t incarnation = 0; ///< with seq: the op that issued it
    std::int64_t seq = 0;

    friend bool operator==(const TicketClaims&, const TicketClaims&) = default;
};

/// Content of a code. Texts are UTF-8 of any script, counted in bytes.
struct CodeClaims {
    std::string issuer;         ///< site id, 1 to 4 bytes
    std::int64_t expires = 0;   ///< 24:00 of the service day; good while now < expires
    std::int64_t notBefore = 0; ///< 00:00 of the service day
    Cti cti{};
    int day = 0;                        ///< yyyymmdd
    std::string session;                ///< id, 1 to 12 bytes
    int slot = 0;                       ///< 1..999; 0 on a ticket without slot
    Bytes idHash;                       ///< 8 bytes (app/ops/personindex.h) or empty
    std::optional<TicketClaims> ticket; ///< set on a ticket, absent on a booking

    /// 0 booking, 1 ticket; also the scope that the signing key needs.
    int kind() const { return ticket ? 1 : 0; }

    friend bool operator==(const CodeClaims&, const CodeClaims&) = default;
};

/// Types and ranges of the page; a code with other claims would be BadStructure. (That a text is
/// UTF-8 is not asked here: check it where it comes in.)
bool areWellFormed(const CodeClaims& claims);

/// What a device signs (the Sig_structure). `claims` must be well-formed.
Bytes codeToBeSigned(const CodeClaims& claims, const Kid& kid);
/// The text of the QR. `claims` must be well-formed, `signature` made over codeToBeSigned.
std::string codeText(const CodeClaims& claims, const Kid& kid, const Signature& signature);

/// A code of good structure. Its claims mean nothing before judgeCode: the signature is unchecked.
struct UnverifiedCode {
    Kid kid{};
    Bytes toBeSigned;
    Signature signature{};
    CodeClaims claims;
};

/// TooLong to BadAlg. CR, LF and TAB at the ends are stripped, spaces never.
tl::expected<UnverifiedCode, CodeReason> readCode(std::string_view text);

/// One line of the site's trust list.
struct TrustedKey {
    Kid kid{}; ///< of `key`; not unique
    PublicKey key;
    std::int64_t from = std::numeric_limits<std::int64_t>::min();
    std::int64_t until = std::numeric_limits<std::int64_t>::max(); ///< valid: from <= now < until
    std::optional<std::int64_t> revokedAfter;                      ///< good while now < this
    unsigned scopes = 3; ///< bit k set: may sign codes of kind k

    bool mayBe(int kind) const { return (scopes >> kind & 1U) != 0; }
};

/// What a code is held against.
struct CodeContext {
    std::span<const TrustedKey> trust;
    std::int64_t now = 0;
    std::optional<std::string> site; ///< absent: a code of any site is good
    /// The revocation list (cancelled and redeemed bookings); asked for kind 0 only.
    std::function<bool(const Cti&)> isRevoked;
    /// Whether the op log already holds this id: all that a key past its revocation still proves.
    std::function<bool(const Cti&)> isKnown;
    std::function<bool(const PublicKey&, ByteView message, ByteView signature)> verify;
};

/// UnknownKey to RevokedId. Every key with the code's kid is tried; when none serves, the reason
/// is that of the first whose signature holds, else the first key's.
tl::expected<CodeClaims, CodeReason> judgeCode(const UnverifiedCode& code,
                                               const CodeContext& context);

} // namespace menzhen::core
