// SPDX-License-Identifier: Apache-2.0
// The ground every program stands on, laid in one order: site file, clock, place of the store,
// lock. A main calls startUp first; what it returns outlives everything that main makes after it.
#pragma once

#include "app/boot/arguments.h"
#include "app/boot/instancelock.h"
#include "app/boot/sitefile.h"
#include "app/boot/systemclock.h"

#include <memory>
#include <optional>

namespace menzhen::boot {

struct Startup {
    SiteFile site;
    std::unique_ptr<SystemClock> clock;
    std::optional<InstanceLock> lock; ///< held as long as this lives; none with PostgreSQL
};

/// Errors: those of readSiteFile, clockShiftMs, checkStore and InstanceLock, and Data "wrong-role"
/// (a kiosk started with a display's file) and "clock-not-demo" (--clock at a real hospital).
core::Result<Startup> startUp(const Arguments& arguments, Role role);

/// The clock alone, for `menzhen`'s commands, which hold no lock.
core::Result<std::unique_ptr<SystemClock>> makeClock(const SiteFile& site,
                                                     const std::string& clock);

/// For main(): the error on standard error, a line each problem, and the status to end with.
int cannotStart(const std::string& program, const core::Error& error);

} // namespace menzhen::boot
