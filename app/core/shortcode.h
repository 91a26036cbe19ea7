// SPDX-License-Identifier: Apache-2.0
// Short codes: what a person reads from a ticket and types (security.md 1). Seven characters of
// an alphabet without I, L, O and U, and a check character; shown `XXXX-XXXX`.
#pragma once

#include "app/core/publickey.h"
#include "app/core/result.h"
#include "app/core/signedcode.h"

namespace menzhen::core {

/// The bytes whose SHA-256 gives the code: `MZS1` and the cti. app/ops/codecheck.h does both.
Bytes shortCodeSource(const Cti& cti);
/// `XXXX-XXXX` from that hash: its first 35 bits and their Luhn mod 32 check.
std::string shortCodeFrom(const Digest& digest);

/// What somebody typed, as `XXXX-XXXX`. Lower case, spaces and dashes anywhere, O for 0 and I or L
/// for 1 are forgiven. Refused: "short-code-length", "short-code-character", "short-code-check".
Result<std::string> readShortCode(std::string_view typed);

} // namespace menzhen::core
