// SPDX-License-Identifier: Apache-2.0
#include "app/registry/contacts.h"

#include <charconv>
#include <utility>

namespace menzhen::registry {

void Contacts::heard(const std::string& site, const std::string& device,
                     const std::string& deviceClockMs, std::int64_t nowMs) {
    std::int64_t clock = 0;
    const char* const end = deviceClockMs.data() + deviceClockMs.size();
    const auto [at, error] = std::from_chars(deviceClockMs.data(), end, clock);
    const bool told = !deviceClockMs.empty() && error == std::errc() && at == end;
    const std::lock_guard lock(guard_);
    store::DeviceContact& contact = sites_[site].fresh[device];
    contact.device = device;
    contact.heardAtMs = nowMs;
    if (told) contact.clockOffsetMs = clock - nowMs;
}

std::vector<store::DeviceContact> Contacts::take(const std::string& site, std::int64_t nowMs) {
    const std::lock_guard lock(guard_);
    const auto found = sites_.find(site);
    if (found == sites_.end() || found->second.fresh.empty()) return {};
    Site& its = found->second;
    if (nowMs >= its.takenAtMs && nowMs - its.takenAtMs < contactEveryMs) return {};
    its.takenAtMs = nowMs;
    std::vector<store::DeviceContact> contacts;
    for (auto& [device, contact] : std::exchange(its.fresh, {}))
        contacts.push_back(std::move(contact));
    return contacts;
}

} // namespace menzhen::registry
