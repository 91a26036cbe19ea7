// SPDX-License-Identifier: Apache-2.0
// How a device stands with its registry, as a screen or a log shows it. Thread: values; any.
#pragma once

#include <cstdint>
#include <string>

namespace menzhen::sync {

struct SyncState {
    bool connected = false;       ///< the last request was answered, and none failed since
    bool waitingForTrust = false; ///< introduced; somebody must run `menzhen devices trust`
    bool upToDate = false; ///< connected, all that the registry has said is applied, nothing unsent
    bool hasData = false;  ///< a snapshot was loaded, now or in an earlier run
    std::int64_t lastContactMs = 0; ///< UTC of the last answer of this run; 0: none yet
    std::int64_t cursor = 0;        ///< the revision up to which this device knows its scope
    std::int64_t pendingOps = 0;    ///< written here, the registry has not taken them yet
    std::int64_t mismatches = 0;    ///< times that this run found other rows than the registry's
    /// Why nothing moves although the registry answers, or empty. A person is needed:
    /// "denied", "not-enrolled" and "certificate-..." (the wire is not trusted: nothing was said,
    /// or nothing is believed), "other-key" (another device has this id), "fork" (this id and
    /// number came with other content), "other-incarnation", "device-behind" (this store is an old
    /// copy), "seq-gap", "store-..." (this device's disk), "refused:CODE" (anything else the
    /// registry says).
    std::string problem;

    friend bool operator==(const SyncState&, const SyncState&) = default;
};

} // namespace menzhen::sync
