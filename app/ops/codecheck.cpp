// SPDX-License-Identifier: Apache-2.0
#include "app/ops/codecheck.h"

namespace menzhen::ops {

std::string makeCode(const ports::PrivateKey& key, const core::CodeClaims& claims) {
    const core::Kid kid = key.kid();
    return core::codeText(claims, kid, key.sign(core::codeToBeSigned(claims, kid)));
}

tl::expected<core::CodeClaims, core::CodeReason>
checkCode(const ports::Crypto& crypto, std::string_view text, core::CodeContext context) {
    const auto code = core::readCode(text);
    if (!code) return tl::unexpected(code.error());
    context.verify = [&crypto](const core::PublicKey& key, core::ByteView message,
                               core::ByteView signature) {
        return crypto.verify(key, message, signature);
    };
    return core::judgeCode(*code, context);
}

std::string shortCode(const ports::Crypto& crypto, const core::Cti& cti) {
    return core::shortCodeFrom(crypto.sha256(core::shortCodeSource(cti)));
}

} // namespace menzhen::ops
