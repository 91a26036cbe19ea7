// SPDX-License-Identifier: Apache-2.0
// `menzhen devices list|trust FINGERPRINT --site SITEFILE`: which devices have introduced
// themselves, and which of them to believe. Compare the fingerprint with the one on the device's
// own screen; its first 8 characters are enough when they are unique.
#include "app/admin/commands.h"
#include "app/admin/sitecommand.h"
#include "app/ops/staffpins.h"
#include "db/store/oplog.h"

#include <cstdio>
#include <nlohmann/json.hpp>

namespace menzhen::admin {

namespace {

constexpr std::size_t leastFingerprint = 8;

void print(const store::DevicePosition& d, bool json) {
    if (json)
        std::printf("%s\n", nlohmann::json{{"id", d.id},
                                           {"role", d.role},
                                           {"state", d.state},
                                           {"fingerprint", d.fingerprint},
                                           {"incarnation", d.incarnation},
                                           {"last_seq", d.lastSeq}}
                                .dump()
                                .c_str());
    else
        std::printf("%-4s %-8s %-8s %s\n", d.id.c_str(), d.role.c_str(), d.state.c_str(),
                    d.fingerprint.c_str());
}

core::Result<void> trust(ops::SiteLog& log, const std::string& fingerprint) {
    std::string found;
    for (const store::DevicePosition& d : store::allDevices(log.database(), log.site())) {
        if (d.fingerprint.empty() || !d.fingerprint.starts_with(fingerprint)) continue;
        if (!found.empty())
            return core::refused("not-unique",
                                 "two devices have a fingerprint that begins so: give all of it");
        found = d.id;
    }
    if (found.empty())
        return core::refused("unknown-device",
                             "no device with that fingerprint has introduced itself");
    return ops::trustDevice(log, found);
}

} // namespace

int runDevices(const std::vector<std::string>& args) {
    const auto words = readSiteWords(args, {"--site", "--clock"});
    if (!words) return complain("devices", words.error());
    const bool listing = words->plain == std::vector<std::string>{"list"};
    const bool trusting = words->plain.size() == 2 && words->plain[0] == "trust" &&
                          words->plain[1].size() >= leastFingerprint;
    if (!listing && !trusting)
        return complain("devices", {core::ErrorKind::Data, "usage",
                                    "list, or trust FINGERPRINT (8 characters or more) is wanted"});
    auto store = SiteStore::open(*words);
    if (!store) return complain("devices", store.error());
    const auto done =
        (*store)->write((*store)->file().site, false, [&](ops::SiteLog& log) -> core::Result<void> {
            if (trusting) return trust(log, words->plain[1]);
            for (const store::DevicePosition& d : store::allDevices(log.database(), log.site()))
                if (!d.spki.empty()) print(d, words->json);
            return {};
        });
    return done ? exitGood : complain("devices", done.error());
}

} // namespace menzhen::admin
