// SPDX-License-Identifier: Apache-2.0
// Labels and limits of signed codes (security.md 1), shared by the writer and the reader.
#pragma once

#include "app/core/bytes.h"

namespace menzhen::core::codelabels {

inline const std::string codePrefix = "MZ1:";
inline constexpr std::uint64_t coseSign1Tag = 18; // RFC 9052 section 2

// Header (RFC 9052 section 3.1, RFC 9053 section 2.1).
inline constexpr std::int64_t algLabel = 1;
inline constexpr std::int64_t kidLabel = 4;
inline constexpr std::int64_t es256 = -7;

// Claims (RFC 8392 section 3.1); detail is a private label of ours.
inline constexpr std::int64_t issuerLabel = 1;
inline constexpr std::int64_t expiresLabel = 4;
inline constexpr std::int64_t notBeforeLabel = 5;
inline constexpr std::int64_t ctiLabel = 7;
inline constexpr std::int64_t detailLabel = -65537;
inline constexpr std::size_t bookingDetailSize = 5;
inline constexpr std::size_t ticketDetailSize = 11;

// Limits.
inline constexpr std::size_t siteMostBytes = 4;
inline constexpr std::size_t deviceMostBytes = 4;
inline constexpr std::size_t idMostBytes = 12; // session, queue, number
inline constexpr std::size_t idHashSize = 8;
inline constexpr int largestSlot = 999;
inline constexpr std::int64_t largestNumber = (std::int64_t{1} << 53) - 1; // exact in JSON

} // namespace menzhen::core::codelabels

namespace menzhen::core {

/// RFC 9052 section 4.4, with no external data.
Bytes codeSigStructure(ByteView header, ByteView content);

} // namespace menzhen::core
