// SPDX-License-Identifier: Apache-2.0
// GET /v3/certificates: the platform certificates of the next years, each sealed with the APIv3
// key. Only merchants of the older kind have them; they change every five years, and answers are
// signed with a new one from one moment to the next.
#pragma once

#include "app/ports/crypto.h"
#include "drivers/payment/http.h"
#include "drivers/payment/wechatkeys.h"

#include <string>

namespace menzhen::payment {

/// AEAD_AES_256_GCM as APIv3 uses it. Nothing when key, nonce or bytes are not right.
std::optional<std::string> openWechatSealed(const ports::Crypto& crypto,
                                            const std::string& apiV3Key,
                                            const std::string& algorithm, const std::string& nonce,
                                            const std::string& associated,
                                            const std::string& ciphertext);

/// Adds what is new to `keys`; how many were. The answer must be signed by a key that is known, or
/// by one of the certificates in it: those came sealed with a key that WeChat Pay and we alone
/// have. Errors: Offline (a fault or a status that is not 200); Refused, with the Witness's code;
/// Data "answer-shape", "cipher".
core::Result<int> learnCertificates(const ports::Crypto& crypto, const std::string& apiV3Key,
                                    const HttpAnswer& http, std::int64_t nowMs, WechatKeys& keys);

} // namespace menzhen::payment
