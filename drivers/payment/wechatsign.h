// SPDX-License-Identifier: Apache-2.0
// WeChat Pay APIv3: the texts that are signed, and whether an answer or a notification is theirs.
// Source of the forms: the developer documentation's page on signatures.
#pragma once

#include "drivers/payment/http.h"
#include "drivers/payment/wechatkeys.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace menzhen::payment {

/// From here on a message is too old or too new to be believed.
inline constexpr std::int64_t maxSkewMs = 300'000;

/// "https://host/path?query" -> "/path?query", which is what is signed.
std::string pathAndQuery(std::string_view url);

/// Five lines, each ended by LF, the last too.
std::string wechatRequestText(const HttpRequest& request, const std::string& timestamp,
                              const std::string& nonce);
/// Three lines, for answers and notifications.
std::string wechatAnswerText(std::string_view timestamp, std::string_view nonce,
                             std::string_view body);
/// The value of the Authorization header.
std::string wechatAuthorization(const std::string& mchid, const std::string& serial,
                                const std::string& timestamp, const std::string& nonce,
                                const std::string& signature);

enum class Witness {
    Good,
    NoSignature,   ///< a header is missing or is no number
    Probe,         ///< "WECHATPAY/SIGNTEST/": WeChat Pay tries whether we look
    SignatureType, ///< not RSA with SHA-256
    UnknownKey,
    BadSignature,
    Stale, ///< the signature is good, the time is not: somebody's clock is wrong, or it is a replay
};

struct Witnessed {
    Witness witness = Witness::NoSignature;
    std::int64_t skewMs = 0; ///< the platform's clock minus ours; Good and Stale alone
};

/// Looks at the raw bytes, before anybody parses them.
Witnessed witnessWechat(const std::map<std::string, std::string>& headers, std::string_view body,
                        const WechatKeys& keys, std::int64_t nowMs);

/// The same with the key at hand.
Witnessed witnessWith(const RsaPublicKey& key, const std::map<std::string, std::string>& headers,
                      std::string_view body, std::int64_t nowMs);

/// "no-signature" "probe" "signature-type" "unknown-key" "bad-signature" "clock"; empty when good.
const char* codeOf(Witness witness);

/// The header's value, or empty.
std::string headerOf(const std::map<std::string, std::string>& headers, const char* name);

} // namespace menzhen::payment
