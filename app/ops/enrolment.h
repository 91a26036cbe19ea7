// SPDX-License-Identifier: Apache-2.0
// Enrolling a device with its one-time code (security.md 2): what the registry decides. Who signs
// certificates is told by the answer (app/registry/certificates.h).
// Inside SiteLog::begin() and end(). Throws SQLite::Exception. Thread: the log's.
#pragma once

#include "app/core/enrolcode.h"
#include "app/ops/sitelog.h"
#include "db/store/enrolments.h"

namespace menzhen::ops {

inline constexpr std::int64_t enrolCodeMs = 10 * 60'000; ///< then "enrol-expired"
inline constexpr int maxEnrolTries = 5;                  ///< wrong ones, then "enrol-locked"

/// Makes a code for a device whose key begins with `fingerprint` (readFingerprint()) and forgets
/// the one before. Errors: Data "bad-field"; Refused "denied" and "other-key" as in
/// enrolDevice, so that nobody walks to a device in vain.
core::Result<core::EnrolCode> makeEnrolment(SiteLog& log, const std::string& device,
                                            const std::string& role, const std::string& fingerprint,
                                            const core::Digest& authority);

/// Who may have a certificate now.
struct Enrolled {
    std::string device;
    std::string role;
    core::PublicKey key;
};

/// Body {id, code (the secret), public_key (PEM), proof (hex)}. The same device may ask again with
/// the same code until it expires: an answer may have been lost. Errors: Data "bad-field",
/// "enrol-proof"; Refused "unknown-enrolment", "enrol-locked", "enrol-expired",
/// "enrol-wrong-code" (the detail says how many tries are left), "enrol-wrong-device" (the code was
/// made for another key), and those of enrolDevice.
core::Result<Enrolled> enrol(SiteLog& log, const nlohmann::json& body);

/// A device whose certificate's key has this fingerprint asks for another certificate; that it has
/// expired does not matter. Refused "denied", "device-not-trusted".
core::Result<Enrolled> renewal(SiteLog& log, const std::string& device,
                               const std::string& fingerprint);

} // namespace menzhen::ops
