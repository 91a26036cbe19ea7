// SPDX-License-Identifier: Apache-2.0
// The files that `menzhen code` reads: keys, trust lists, revocation lists.
// Errors: Data "bad-file" with the file's name and what is wrong with it.
#pragma once

#include "app/core/result.h"
#include "app/core/signedcode.h"
#include "app/ports/crypto.h"

#include <set>

namespace menzhen::admin {

/// At most 16 MB.
core::Result<std::string> readWholeFile(const std::string& path);

/// A public key in PEM, trusted for every kind and at all times.
core::Result<core::TrustedKey> readTrustedKey(const ports::Crypto& crypto, const std::string& path);

/// JSON list of {"kid","key","from"} with optional "until", "scope", "revoked_after" (null counts
/// as absent). The kid is taken as the list gives it; it only says which keys to try.
core::Result<std::vector<core::TrustedKey>> readTrustList(const ports::Crypto& crypto,
                                                          const std::string& path);

/// One id in hexadecimal a line; empty lines are passed over.
core::Result<std::set<core::Cti>> readRevoked(const std::string& path);

} // namespace menzhen::admin
