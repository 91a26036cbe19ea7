// SPDX-License-Identifier: Apache-2.0
// From the site file's [payments] to the gateway: reads the files with the keys.
#pragma once

#include "app/boot/sitefile.h"
#include "app/core/result.h"
#include "app/ports/chance.h"
#include "app/ports/clock.h"
#include "app/ports/crypto.h"
#include "drivers/payment/gateway.h"

#include <memory>

namespace menzhen::registry {

/// Nothing when the site file names no platform. The three ports outlive the gateway.
/// Errors: Data "key-file" (missing, or private and readable by others), "bad-key": the detail says
/// which key of the site file and why, never what stands in it.
core::Result<std::unique_ptr<payment::Gateway>> openPayments(const boot::SiteFile& site,
                                                             const ports::Crypto& crypto,
                                                             ports::Chance& chance,
                                                             const ports::Clock& clock);

} // namespace menzhen::registry
