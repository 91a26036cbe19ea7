// SPDX-License-Identifier: Apache-2.0
#include "app/core/paymentcode.h"

#include "app/core/ascii.h"
#include "app/core/idnumber.h"
#include "app/core/utf8.h"

#include <algorithm>
#include <array>

namespace menzhen::core {

namespace {

constexpr char32_t fullWidthFirst = 0xFF01; // of the block that mirrors ASCII from '!' to '~'
constexpr char32_t fullWidthLast = 0xFF5E;
constexpr char32_t fullWidthShift = 0xFF01 - U'!';
constexpr char32_t fullWidthSpace = 0x3000;

constexpr std::size_t wechatDigits = 18;
constexpr std::size_t alipayLeast = 16;
constexpr std::size_t alipayMost = 24;
constexpr std::size_t unionPayDigits = 19;
constexpr std::size_t insuranceCharacters = 28;
constexpr std::size_t healthLeast = 16;
constexpr std::size_t healthMost = 64;
constexpr std::size_t aimCharacters = 3; // "]", a letter, a modifier

bool allDigits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), isDigit);
}

bool isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\0';
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && isSpace(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back()))
        text.remove_suffix(1);
    return text;
}

/// ASCII for what a Chinese keyboard wedge types in full width.
std::string narrowed(std::string_view text) {
    const auto characters = decodeUtf8(text);
    if (!characters) return {};
    std::string narrow;
    for (const char32_t c : *characters) {
        if (c >= fullWidthFirst && c <= fullWidthLast)
            narrow += static_cast<char>(c - fullWidthShift);
        else
            appendUtf8(narrow, c == fullWidthSpace ? U' ' : c);
    }
    return narrow;
}

std::string cleaned(std::string_view scanned) {
    const std::string narrow = narrowed(scanned);
    std::string_view text = trimmed(narrow);
    if (text.size() > aimCharacters && text.front() == ']') text.remove_prefix(aimCharacters);
    return std::string(trimmed(text));
}

bool isLink(std::string_view text) {
    std::string lower(text.substr(0, text.find("://")));
    if (lower.size() == text.size()) return false;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    constexpr std::array<std::string_view, 7> schemes{"http",    "https",  "weixin",  "wxp",
                                                      "alipays", "alipay", "upwallet"};
    return std::find(schemes.begin(), schemes.end(), lower) != schemes.end();
}

bool isInsuranceCode(std::string_view text) {
    return text.size() == insuranceCharacters &&
           (text.starts_with("424") || text.starts_with("opc")) && allDigits(text.substr(3));
}

bool isHealthCard(std::string_view text) {
    const std::string_view id = text.substr(0, text.find(':'));
    const std::string_view rest = text.substr(id.size());
    const auto isHex = [](char c) { return isDigit(c) || (c >= 'A' && c <= 'F'); };
    return id.size() >= healthLeast && id.size() <= healthMost &&
           std::all_of(id.begin(), id.end(), isHex) && rest.size() >= 2 && isDigit(rest[1]) &&
           (rest.size() == 2 || rest[2] == ':');
}

} // namespace

bool isWechatCode(std::string_view text) {
    return text.size() == wechatDigits && allDigits(text) && text[0] == '1' && text[1] <= '5';
}

bool isAlipayCode(std::string_view text) {
    if (text.size() < alipayLeast || text.size() > alipayMost || !allDigits(text)) return false;
    return (text[0] == '2' && text[1] >= '5') || text.starts_with("30");
}

PaymentScanned readPaymentScan(std::string_view scanned, Day today) {
    if (scanned.size() > maxScanBytes) return {PaymentScan::TooLong, {}};
    std::string text = cleaned(scanned);
    if (parseIdNumber(text, today).has_value())
        return {isWechatCode(text) || isAlipayCode(text) ? PaymentScan::RefreshCode
                                                         : PaymentScan::IdNumber,
                {}};
    if (isWechatCode(text)) return {PaymentScan::WechatCode, std::move(text)};
    if (isAlipayCode(text)) return {PaymentScan::AlipayCode, std::move(text)};
    if (text.size() == unionPayDigits && text.starts_with("62") && allDigits(text))
        return {PaymentScan::UnionPayCode, {}};
    if (isInsuranceCode(text)) return {PaymentScan::InsuranceCode, {}};
    if (isHealthCard(text)) return {PaymentScan::HealthCard, {}};
    return {isLink(text) ? PaymentScan::Link : PaymentScan::Other, {}};
}

} // namespace menzhen::core
