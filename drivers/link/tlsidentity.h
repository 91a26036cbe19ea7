// SPDX-License-Identifier: Apache-2.0
// Who a device is and whom it believes, as PEM texts and one function: this room knows sockets, not
// what a certificate says. Thread: values; `judge` runs on the flow thread.
#pragma once

#include "app/core/bytes.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace menzhen::link {

struct TlsIdentity {
    /// The only one whose word counts. Empty while a device enrols: `judge` alone decides then.
    std::string authorityPem;
    std::string certificatePem; ///< this device's own; empty: it shows none
    std::string keyPem;
    /// Of the other end's certificates in DER, its own first. Empty: all is well. Else a code
    /// ("certificate-foreign", "certificate-expired" ...), and nothing is sent.
    std::function<std::string(const std::vector<core::Bytes>& chain)> judge;
    /// What this device's clock reads, UTC milliseconds; it is told to the registry.
    std::function<std::int64_t()> clockMs;
};

} // namespace menzhen::link
