// SPDX-License-Identifier: Apache-2.0
// Base64 with the URL-safe alphabet and without padding (RFC 4648 section 5), as JWK writes it.
#pragma once

#include "app/core/bytes.h"

namespace menzhen::core {

std::string toBase64Url(ByteView bytes);

} // namespace menzhen::core
