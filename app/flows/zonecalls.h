// SPDX-License-Identifier: Apache-2.0
// What a station tells the boards of its zone: every change of the patients whom it called, masked
// as the registry masks them. Call changed() whenever the store has something new.
// Thread: flow.
#pragma once

#include "app/core/result.h"
#include "app/ports/clock.h"
#include "app/ports/zonelink.h"

#include <map>
#include <string>

namespace menzhen::store {
class Database;
} // namespace menzhen::store

namespace menzhen::flows {

class ZoneCalls {
public:
    /// All outlive this; `station` is this device's id.
    ZoneCalls(store::Database& database, std::string site, std::string station,
              const ports::Clock& clock, ports::ZoneLink& boards);

    /// Errors: Device "store-...".
    core::Result<void> changed();

private:
    void tellChanges();

    store::Database& database_;
    const std::string site_;
    const std::string station_;
    const ports::Clock& clock_;
    ports::ZoneLink& boards_;
    std::map<std::string, ports::ZoneRow> told_; ///< by entry, of today
    int day_ = 0;
    bool started_ = false;
};

} // namespace menzhen::flows
