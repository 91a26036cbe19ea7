// SPDX-License-Identifier: Apache-2.0
// The small texts of both platforms: times, codes, percent signs, and what may stand where.
// Times are Beijing's, which has no summer time: always +08:00.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace menzhen::payment {

std::string rfc3339(std::int64_t utcMs);    ///< "2026-01-01T08:00:00+08:00"
std::string alipayTime(std::int64_t utcMs); ///< "2026-01-01 08:00:00"
/// With "Z" or an offset, with or without fractions of a second; milliseconds, UTC.
std::optional<std::int64_t> parseRfc3339(std::string_view text);
std::optional<std::int64_t> parseAlipayTime(std::string_view text);
/// "20260101080000", as WeChat Pay v2 writes it.
std::optional<std::int64_t> parseCompactTime(std::string_view text);
/// HTTP's Date header; milliseconds, UTC.
std::optional<std::int64_t> parseHttpDate(const std::string& text);

/// For comparing: upper case, without "_" and "-", and without what stands before the last point.
/// Both platforms spell their codes differently from page to page ("ORDERPAID", "ORDER_PAID").
std::string plainCode(std::string_view code);
/// For a log: at most 64 of 0-9 A-Z a-z _ - and point; whatever else was sent is a "?".
std::string codeForLog(std::string_view code);

/// All but 0-9 A-Z a-z - _ . ~ is written as %XX.
std::string percentEncoded(std::string_view text);
/// application/x-www-form-urlencoded, decoded once. Nothing when an escape is broken or a name
/// stands there twice: then nobody can say what was signed.
std::optional<std::map<std::string, std::string>> readForm(std::string_view body);

/// out_trade_no: 6 to 32 of 0-9 A-Z a-z _.
bool isOrderNumber(std::string_view text);
/// out_refund_no, out_request_no: 1 to 64 of the same and "-".
bool isRefundNumber(std::string_view text);
/// UTF-8, 1 to 127 characters, no control characters.
bool isSubject(std::string_view text);

} // namespace menzhen::payment
