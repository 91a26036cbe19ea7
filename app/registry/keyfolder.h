// SPDX-License-Identifier: Apache-2.0
// The site's secrets as files: made at the first start, read at every other.
#pragma once

#include "app/clerk/sitekeys.h"
#include "app/core/result.h"
#include "app/ports/chance.h"

#include <string>

namespace menzhen::registry {

/// Files in `folder` (0700, files 0600): signing.pem, sealing.pem, lobby.secret, index.secret,
/// master.secret. Errors: Device, with the file and what to do.
core::Result<clerk::SiteKeys> openKeyFolder(const ports::Crypto& crypto, ports::Chance& chance,
                                            const std::string& folder);

} // namespace menzhen::registry
