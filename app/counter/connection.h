// SPDX-License-Identifier: Apache-2.0
// How the station stands with the registry, as far as a person needs it. main.cpp fills it from the
// device's own state. Thread: values; any.
#pragma once

#include <cstdint>
#include <string>

namespace menzhen::counter {

struct Connection {
    bool connected = false;
    bool waitingForTrust = false;   ///< somebody has to admit this device first
    bool hasData = false;           ///< a list was loaded, now or in an earlier run
    std::int64_t lastContactMs = 0; ///< UTC; 0: none in this run
    std::int64_t pendingOps = 0;    ///< written here and not yet taken by the registry
    std::string problem = {};       ///< code; empty: none. A person is needed

    friend bool operator==(const Connection&, const Connection&) = default;
};

} // namespace menzhen::counter
