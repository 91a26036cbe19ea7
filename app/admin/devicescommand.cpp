// SPDX-License-Identifier: Apache-2.0
// `menzhen devices [list | trust DEVICE | deny DEVICE | remove DEVICE] --site SITEFILE`: which
// devices the registry knows, and which of them it believes. DEVICE is an id or how its fingerprint
// begins, 8 digits or more; compare it with the one on the device's own screen.
#include "app/admin/commands.h"
#include "app/admin/sitecommand.h"
#include "app/core/enrolcode.h"
#include "app/ops/devicetrust.h"
#include "app/ops/staffpins.h"
#include "db/store/enrolments.h"
#include "db/store/oplog.h"

#include <cstdio>
#include <ctime>
#include <nlohmann/json.hpp>

namespace menzhen::admin {

namespace {

constexpr std::int64_t aFewMs = 100; ///< no clock is told apart more finely in the list

/// "2026-11-23 07:50", or "-" for never. UTC.
std::string momentOf(std::int64_t seconds) {
    if (seconds == 0) return "-";
    const std::time_t time = seconds;
    std::tm parts{};
    ::gmtime_r(&time, &parts);
    char text[24];
    std::strftime(text, sizeof text, "%Y-%m-%d %H:%M", &parts);
    return text;
}

/// "+1.5 s": the device's clock is ahead.
std::string offsetOf(const std::optional<std::int64_t>& offsetMs) {
    if (!offsetMs) return "-";
    const std::int64_t roughMs = *offsetMs / aFewMs * aFewMs;
    char text[32];
    std::snprintf(text, sizeof text, "%+.1f s", static_cast<double>(roughMs) / 1000);
    return text;
}

void print(const store::DevicePosition& d, const store::DeviceContact& contact, bool asJson) {
    if (!asJson) {
        std::printf("%-4s %-8s %-8s %-19s  %-16s  %-16s  %s\n", d.id.c_str(), d.role.c_str(),
                    d.state.c_str(), core::shownFingerprint(d.fingerprint).c_str(),
                    momentOf(contact.certificateUntil).c_str(),
                    momentOf(contact.heardAtMs / 1000).c_str(),
                    offsetOf(contact.clockOffsetMs).c_str());
        return;
    }
    nlohmann::json row{{"id", d.id},
                       {"role", d.role},
                       {"state", d.state},
                       {"fingerprint", d.fingerprint},
                       {"incarnation", d.incarnation},
                       {"last_seq", d.lastSeq},
                       {"certificate_until", contact.certificateUntil},
                       {"last_contact_ms", contact.heardAtMs},
                       {"clock_offset_ms", nullptr}};
    if (contact.clockOffsetMs) row["clock_offset_ms"] = *contact.clockOffsetMs;
    std::printf("%s\n", row.dump().c_str());
}

core::Result<void> list(ops::SiteLog& log, bool asJson) {
    std::map<std::string, store::DeviceContact> contacts;
    for (store::DeviceContact& contact : store::allContacts(log.database(), log.site()))
        contacts.emplace(contact.device, std::move(contact));
    if (!asJson)
        std::printf("%-4s %-8s %-8s %-19s  %-16s  %-16s  %s\n", "id", "role", "state",
                    "fingerprint", "certificate til", "last heard (UTC)", "clock");
    for (const store::DevicePosition& d : store::allDevices(log.database(), log.site()))
        if (!d.spki.empty()) print(d, contacts[d.id], asJson);
    return {};
}

core::Result<std::string> find(ops::SiteLog& log, const std::string& named) {
    const auto fingerprint = core::readFingerprint(named);
    std::string found;
    for (const store::DevicePosition& d : store::allDevices(log.database(), log.site())) {
        if (d.spki.empty()) continue;
        if (d.id == named) return d.id;
        if (!fingerprint || !d.fingerprint.starts_with(*fingerprint)) continue;
        if (!found.empty())
            return core::refused("not-unique",
                                 "two devices have a fingerprint that begins so: give all of it");
        found = d.id;
    }
    if (found.empty())
        return core::refused("unknown-device",
                             "no device has this id or a fingerprint that begins so");
    return found;
}

using Change = core::Result<void> (*)(ops::SiteLog&, const std::string&);

Change changeOf(const std::string& word) {
    if (word == "trust") return ops::trustDevice;
    if (word == "deny") return ops::denyDevice;
    if (word == "remove") return ops::removeDevice;
    return nullptr;
}

} // namespace

int runDevices(const std::vector<std::string>& args) {
    const auto words = readSiteWords(args, {"--site", "--clock"});
    if (!words) return complain("devices", words.error());
    const std::vector<std::string>& plain = words->plain;
    const bool listing = plain.empty() || plain == std::vector<std::string>{"list"};
    const Change change = plain.size() == 2 ? changeOf(plain[0]) : nullptr;
    if (!listing && change == nullptr)
        return complain("devices", {core::ErrorKind::Data, "usage",
                                    "list, or trust, deny or remove DEVICE is wanted (its id, or 8 "
                                    "digits or more of its fingerprint)"});
    auto store = SiteStore::open(*words);
    if (!store) return complain("devices", store.error());
    const auto done =
        (*store)->write((*store)->file().site, false, [&](ops::SiteLog& log) -> core::Result<void> {
            if (listing) return list(log, words->json);
            const auto device = find(log, plain[1]);
            if (!device) return tl::unexpected(device.error());
            return change(log, *device);
        });
    return done ? exitGood : complain("devices", done.error());
}

} // namespace menzhen::admin
