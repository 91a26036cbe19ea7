// SPDX-License-Identifier: Apache-2.0
// The rows of the table of site-file keys that stand under [payments].
#pragma once

#include "app/boot/sitekeys.h"

#include <vector>

namespace menzhen::boot {

const std::vector<KeyRow>& paymentKeys();

/// What hangs together across them.
std::vector<KeyComplaint> checkPayments(const SiteFile& site);

} // namespace menzhen::boot
