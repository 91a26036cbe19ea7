// SPDX-License-Identifier: Apache-2.0
#include "app/boot/startup.h"

#include "app/boot/logging.h"
#include "app/boot/storecheck.h"

#include <cstdio>
#include <sys/stat.h>

namespace menzhen::boot {

core::Result<std::unique_ptr<SystemClock>> makeClock(const SiteFile& site,
                                                     const std::string& clock) {
    const auto zone = Zone::named(site.timezone);
    if (!zone) return tl::unexpected(zone.error());
    if (clock.empty()) return std::make_unique<SystemClock>(*zone);
    if (!site.demo)
        return core::badData("clock-not-demo", site.path +
                                                   ": --clock is for sites with demo = true; "
                                                   "a real site keeps the real time");
    const auto shift = clockShiftMs(clock, *zone, realUtcMs());
    if (!shift) return tl::unexpected(shift.error());
    return std::make_unique<SystemClock>(*zone, *shift);
}

core::Result<Startup> startUp(const Arguments& arguments, Role role) {
    // Stores and keys are the program's own; nobody else on the machine reads them.
    ::umask(S_IRWXG | S_IRWXO);
    setLogLevelFromEnvironment();
    auto site = readSiteFile(arguments.site);
    if (!site) return tl::unexpected(site.error());
    if (site->role != role)
        return core::badData("wrong-role", site->path + ": role: is \"" + roleName(site->role) +
                                               "\" and this program is the " + roleName(role) +
                                               "; give it the site file of a " + roleName(role));
    auto clock = makeClock(*site, arguments.clock);
    if (!clock) return tl::unexpected(clock.error());
    std::optional<InstanceLock> lock;
    if (site->store.kind == StoreAddress::Kind::Sqlite) {
        if (auto good = checkStore(site->store.location); !good)
            return tl::unexpected(good.error());
        auto taken = InstanceLock::take(site->store.location, arguments.program);
        if (!taken) return tl::unexpected(taken.error());
        lock = std::move(*taken);
    }
    return Startup{std::move(*site), std::move(*clock), std::move(lock)};
}

int cannotStart(const std::string& program, const core::Error& error) {
    std::fprintf(stderr, "%s cannot start:\n%s\n", program.c_str(), error.detail.c_str());
    return exitFailed;
}

} // namespace menzhen::boot
