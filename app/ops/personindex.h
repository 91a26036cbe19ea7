// SPDX-License-Identifier: Apache-2.0
// The day-keyed index by which a lobby device knows a patient again (security.md 3): 8 bytes of
// HMAC-SHA-256 under the day's key over scrypt of the identity number. Slow on purpose, some
// 40 ms a call: never on a GUI thread. Only the registry holds the lobby secret; a device gets
// today's and tomorrow's day keys. Arguments hold personal data: never log them.
#pragma once

#include "app/core/bytes.h"
#include "app/ports/crypto.h"

namespace menzhen::ops {

inline constexpr std::size_t personIndexSize = 8;
inline constexpr std::size_t dayKeySize = 32;

/// HKDF-SHA-256 of the site's lobby secret, no salt, info = site + yyyymmdd.
core::Bytes dayKey(const ports::Crypto& crypto, core::ByteView lobbySecret, std::string_view site,
                   int day);

/// `idNumber` in any case, without spaces. Letters of ASCII are made upper-case here.
core::Bytes personIndex(const ports::Crypto& crypto, core::ByteView key, std::string_view site,
                        int day, std::string_view idNumber);

/// The same for somebody without a number at hand: the digits of the phone, a slash and the birth
/// day yyyymmdd stand in the identity number's place.
core::Bytes phoneIndex(const ports::Crypto& crypto, core::ByteView key, std::string_view site,
                       int day, std::string_view phone, int birthDay);

} // namespace menzhen::ops
