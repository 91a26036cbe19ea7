// SPDX-License-Identifier: Apache-2.0
// Alipay's gateway on the wire: parameters in the query or the form, who may ask, an answer's node
// signed as the very text that is sent, notifications as a signed form (payments.md 9, 13).
// Thread: the desk's.
#pragma once

#include "app/paysim/bank.h"
#include "app/paysim/keyring.h"
#include "app/paysim/platform.h"

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace menzhen::paysim {

struct AlipayRefusal {
    std::string code = "40004";
    std::string subCode; ///< "ACQ.TRADE_NOT_EXIST"
    std::string message;
};

using AlipayFields = std::map<std::string, std::string>;

class AlipayWire {
public:
    AlipayWire(const Keyring& keys, Bank& bank) : keys_(keys), bank_(bank) {}

    /// Of query and form together, decoded once. Nothing: the form is broken.
    static std::optional<AlipayFields> fieldsOf(const HttpRequest& request);

    std::optional<AlipayRefusal> refuses(const AlipayFields& fields) const;

    /// `node` gets code and msg in front.
    HttpResponse answer(const Call& call, const nlohmann::ordered_json& node,
                        const std::string& code = "10000",
                        const std::string& msg = "Success") const;
    HttpResponse answer(const Call& call, const AlipayRefusal& refusal) const;
    /// error_response without a signature.
    HttpResponse bareError(const AlipayRefusal& refusal) const;

    /// `notice.body` is the form without sign and sign_type, as JSON of texts.
    Letter letter(const Notice& notice) const;

private:
    HttpResponse signedNode(const Call& call, std::string node) const;

    const Keyring& keys_;
    Bank& bank_;
};

} // namespace menzhen::paysim
