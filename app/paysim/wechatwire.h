// SPDX-License-Identifier: Apache-2.0
// WeChat Pay APIv3 on the wire: who may ask, how answers and notifications are signed, what a
// refusal looks like, and every way in which a signature can be wrong (payments.md 1, 7).
// Thread: the desk's.
#pragma once

#include "app/paysim/bank.h"
#include "app/paysim/keyring.h"
#include "app/paysim/platform.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace menzhen::paysim {

struct WechatRefusal {
    int status = 400;
    std::string code; ///< "PARAM_ERROR"; spelled as the setting says
    std::string message;
};

class WechatWire {
public:
    WechatWire(const Keyring& keys, Bank& bank) : keys_(keys), bank_(bank) {}

    /// Why the request is not let in: its headers and its signature.
    std::optional<WechatRefusal> refuses(const HttpRequest& request) const;

    /// `body` is sent as it is; empty with 204.
    HttpResponse answer(const Call& call, int status, std::string body) const;
    HttpResponse answer(const Call& call, const WechatRefusal& refusal) const;

    Letter letter(const Notice& notice) const;

    /// The resource of a notification, sealed with the APIv3 key.
    nlohmann::ordered_json sealed(const std::string& type, const std::string& plain) const;

private:
    struct Signer {
        std::string id;
        const RsaKey* key;
    };

    Signer signerNamed(const std::string& wanted) const;
    std::string spelled(std::string code) const;

    const Keyring& keys_;
    Bank& bank_;
};

} // namespace menzhen::paysim
