// SPDX-License-Identifier: Apache-2.0
// Alipay's gateway, RSA2 with public keys: the texts that are signed, and the piece of an answer
// that is. The signature covers the raw text of one node, slashes and all, so that piece is cut out
// of the bytes; it is parsed only afterwards. Certificate mode: docs/payment-seams.md.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace menzhen::payment {

using Parameters = std::map<std::string, std::string>;

/// Of a request: all but `sign`, without empty values, by name, "k=v" joined by "&", nothing
/// encoded.
std::string alipayRequestText(const Parameters& parameters);

/// Of a notification: without `sign` *and* `sign_type`. `withEmpty`: whether parameters without a
/// value stand in it; the documentation and the SDKs differ.
std::string alipayNoticeText(const Parameters& parameters, bool withEmpty);

struct RawMember {
    std::string_view name;
    std::string_view value; ///< as it stands, from its first character to its last
};

/// The members of a JSON object, uncut. Nothing when this is no object, or a name is written with
/// escapes or twice: then it would be open which one was signed.
std::optional<std::vector<RawMember>> rawMembers(std::string_view json);

struct AlipayNode {
    std::string_view text; ///< "{...}", what is signed
    std::string sign;      ///< Base64; empty: nobody signed it
    bool fault = false;    ///< it is the gateway's own "error_response"
};

/// The node that answers `method` ("alipay.trade.query"); it looks into `body`, which must outlive
/// it.
std::optional<AlipayNode> alipayNode(std::string_view body, std::string_view method);

} // namespace menzhen::payment
