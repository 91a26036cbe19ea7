// SPDX-License-Identifier: Apache-2.0
// Signed codes and short codes bound to the Crypto port. Thread: any.
#pragma once

#include "app/core/shortcode.h"
#include "app/core/signedcode.h"
#include "app/ports/crypto.h"

namespace menzhen::ops {

/// The text of a code signed with `key`. The claims must be well-formed (core::areWellFormed).
std::string makeCode(const ports::PrivateKey& key, const core::CodeClaims& claims);

/// Reads and judges one text; `context.verify` is set here. The reason's name for programs and
/// catalogues is core::codeReasonName.
tl::expected<core::CodeClaims, core::CodeReason>
checkCode(const ports::Crypto& crypto, std::string_view text, core::CodeContext context);

/// `XXXX-XXXX` of a booking's or ticket's id.
std::string shortCode(const ports::Crypto& crypto, const core::Cti& cti);

} // namespace menzhen::ops
