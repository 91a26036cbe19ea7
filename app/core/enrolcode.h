// SPDX-License-Identifier: Apache-2.0
// The one-time code with which a device is enrolled (security.md 2): 25 characters, typed once.
//
//   7   the secret, 35 bits: known to the registry and to whoever stands before the device
//   17  the mark of the registry's certificate authority: the first 85 bits of the SHA-256 of its
//       key's SubjectPublicKeyInfo. So the device knows whom it may trust before it says a word.
//   1   the check of the 24 before it
//
// Shown in groups: "K7Q2M-0XT9A-...". 35 bits are enough because a code lives 10 minutes, is bound
// to one device's key and dies at the fifth wrong try.
#pragma once

#include "app/core/publickey.h"
#include "app/core/result.h"

namespace menzhen::core {

inline constexpr std::size_t enrolSecretBytes = 5; ///< of chance for a secret; 35 bits are used

struct EnrolCode {
    std::string secret;    ///< 7 characters
    std::string authority; ///< 17 characters

    friend bool operator==(const EnrolCode&, const EnrolCode&) = default;
};

/// `chance`: enrolSecretBytes of it. `fingerprint`: of the authority's key.
EnrolCode makeEnrolCode(ByteView chance, const Digest& fingerprint);
/// The mark that a code carries for an authority with this fingerprint.
std::string authorityMark(const Digest& fingerprint);
std::string enrolCodeText(const EnrolCode& code);

/// Forgives what readCrockford() forgives. Data: "enrol-code-length", "enrol-code-character",
/// "enrol-code-check" (mistyped).
Result<EnrolCode> readEnrolCode(std::string_view typed);

/// What a device signs to show that it holds the key which it wants a certificate for.
Bytes enrolProof(std::string_view site, std::string_view device, std::string_view secret);

/// A key's fingerprint as two people compare it: the first 16 hexadecimal digits, "3f2a-9c01-...".
std::string shownFingerprint(std::string_view hex);
/// The digits of a fingerprint as typed, dashes, spaces and case forgiven; nothing when a character
/// is none or there are fewer than 8.
std::optional<std::string> readFingerprint(std::string_view typed);

} // namespace menzhen::core
