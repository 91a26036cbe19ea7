// SPDX-License-Identifier: Apache-2.0
// Which devices a registry believes. A device's state (trusted, waiting, denied, removed) is the
// registry's own; its key stands in the trust list, which every replica has.
// Inside SiteLog::begin() and end(). Throws SQLite::Exception.
#pragma once

#include "app/core/result.h"
#include "app/ops/sitelog.h"

#include <string>

namespace menzhen::ops {

inline constexpr const char* removedState = "removed";

/// Nothing that the device says counts from now on; its tickets stay valid, tickets that it signs
/// from now on do not. Undone by trustDevice(). Refused "unknown-device".
core::Result<void> denyDevice(SiteLog& log, const std::string& device);

/// As denied, and its id is free for a device with another key, which begins a new incarnation.
/// Refused "unsent-ops" while it holds ops that the registry has not (as it said last): let it send
/// them first, or deny it before.
core::Result<void> removeDevice(SiteLog& log, const std::string& device);

/// A device that showed a good code: trusted with this key from now on. Refused "denied", and
/// "other-key" when the id belongs to another key and was not removed.
core::Result<void> enrolDevice(SiteLog& log, const std::string& device, const std::string& role,
                               const core::PublicKey& key);

/// Whether somebody whose certificate's key has this fingerprint (empty: no certificate) may speak
/// as this device. Refused "denied": removed devices and other keys too.
core::Result<void> admitDevice(const store::DevicePosition* known, const std::string& fingerprint);

} // namespace menzhen::ops
