// SPDX-License-Identifier: Apache-2.0
#include "drivers/payment/wechatcertificates.h"

#include "drivers/payment/base64.h"
#include "drivers/payment/platform.h"
#include "drivers/payment/reading.h"
#include "drivers/payment/wechatsign.h"

namespace menzhen::payment {

namespace {

constexpr int ok = 200;

using Certificates = std::map<std::string, std::string>; ///< serial -> PEM

core::Result<Certificates> opened(const ports::Crypto& crypto, const std::string& apiV3Key,
                                  const std::string& body) {
    const auto json = readObject(body);
    if (!json || !json->contains("data") || !(*json)["data"].is_array())
        return core::badData("answer-shape", "no list of certificates");
    Certificates found;
    for (const Json& entry : (*json)["data"]) {
        if (!entry.is_object()) return core::badData("answer-shape", "no certificate");
        const Json& sealed = objectAt(entry, "encrypt_certificate");
        const auto pem =
            openWechatSealed(crypto, apiV3Key, textAt(sealed, "algorithm"), textAt(sealed, "nonce"),
                             textAt(sealed, "associated_data"), textAt(sealed, "ciphertext"));
        if (!pem) return core::badData("cipher", "the APIv3 key does not open a certificate");
        found[textAt(entry, "serial_no")] = *pem;
    }
    return found;
}

core::Result<void> believed(const Witnessed& seen) {
    if (seen.witness == Witness::Good) return {};
    return core::refused(codeOf(seen.witness), "the list of certificates is not believed");
}

} // namespace

std::optional<std::string> openWechatSealed(const ports::Crypto& crypto,
                                            const std::string& apiV3Key,
                                            const std::string& algorithm, const std::string& nonce,
                                            const std::string& associated,
                                            const std::string& ciphertext) {
    const auto sealed = fromBase64(ciphertext);
    if (algorithm != "AEAD_AES_256_GCM" || !sealed || apiV3Key.size() != ports::aeadKeySize ||
        nonce.size() != ports::aeadNonceSize)
        return std::nullopt;
    const auto plain = crypto.open(core::asBytes(apiV3Key), core::asBytes(nonce),
                                   core::asBytes(associated), *sealed);
    if (!plain) return std::nullopt;
    return std::string(plain->begin(), plain->end());
}

core::Result<int> learnCertificates(const ports::Crypto& crypto, const std::string& apiV3Key,
                                    const HttpAnswer& http, std::int64_t nowMs, WechatKeys& keys) {
    if (!http.fault.empty()) return core::fail(core::ErrorKind::Offline, http.fault);
    if (http.status != ok) return core::fail(core::ErrorKind::Offline, httpCode(http.status));
    Witnessed seen = witnessWechat(http.headers, http.body, keys, nowMs);
    const bool known = seen.witness != Witness::UnknownKey;
    if (known)
        if (auto good = believed(seen); !good) return tl::unexpected(good.error());
    auto found = opened(crypto, apiV3Key, http.body);
    if (!found) return tl::unexpected(found.error());
    if (!known) {
        const auto pem = found->find(headerOf(http.headers, "wechatpay-serial"));
        const auto key =
            pem == found->end() ? core::badData("unknown-key") : RsaPublicKey::read(pem->second);
        if (!key) return core::refused("unknown-key", "signed by none of the certificates in it");
        if (auto good = believed(witnessWith(*key, http.headers, http.body, nowMs)); !good)
            return tl::unexpected(good.error());
    }
    int taken = 0;
    for (const auto& [serial, pem] : *found)
        taken += keys.learn(serial, pem) ? 1 : 0;
    return taken;
}

} // namespace menzhen::payment
