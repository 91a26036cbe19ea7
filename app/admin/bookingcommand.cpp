// SPDX-License-Identifier: Apache-2.0
// `menzhen booking on|off [--region CODE] [--notice TEXT] [--notice-en TEXT] --by NAME --site
// SITEFILE`: opens or closes all booking of a hospital, or of every hospital of a region. The
// registry may run meanwhile: it reads the switch at every request.
#include "app/admin/commands.h"
#include "app/admin/sitecommand.h"
#include "app/boot/resources.h"
#include "db/store/records.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

namespace menzhen::admin {

namespace {

using nlohmann::json;

core::Error bookingUsage(const std::string& detail) {
    return {core::ErrorKind::Data, "usage", detail};
}

/// The cities of a region as hospitals name theirs (resources/regions.json).
core::Result<std::vector<std::string>> citiesOf(const std::string& region) {
    std::ifstream file(boot::resourceFolder() + "/regions.json");
    const json all = json::parse(file, nullptr, false);
    if (!all.is_object() || !all.contains("regions"))
        return core::badData("bad-regions", "regions.json is missing or malformed");
    for (const json& row : all["regions"])
        if (row.value("code", "") == region) return row.value("cities", std::vector<std::string>());
    return tl::unexpected(bookingUsage("no region has the code \"" + region + "\""));
}

/// The hospitals in the store that lie in a region.
core::Result<std::vector<std::string>> sitesIn(store::Database& database,
                                               const std::string& region) {
    const auto cities = citiesOf(region);
    if (!cities) return tl::unexpected(cities.error());
    std::vector<std::string> sites;
    const auto read = database.read([&]() -> core::Result<void> {
        store::Query query(database, "SELECT site, city_zh FROM organization ORDER BY site");
        while (query.step())
            if (std::find(cities->begin(), cities->end(), query.text(1)) != cities->end())
                sites.push_back(query.text(0));
        return {};
    });
    if (!read) return tl::unexpected(read.error());
    if (sites.empty()) return core::refused("no-hospital", "no hospital lies in that region");
    return sites;
}

core::Result<void> turn(SiteStore& store, const std::string& site, const SiteWords& words) {
    return store.write(site, false, [&](ops::SiteLog& log) -> core::Result<void> {
        const auto switched = log.author({"booking.switched",
                                          0,
                                          {{"state", words.plain[0]},
                                           {"notice_zh", words.option("--notice")},
                                           {"notice_en", words.option("--notice-en")}},
                                          words.option("--by"),
                                          {}});
        if (!switched) return tl::unexpected(switched.error());
        return {};
    });
}

} // namespace

int runBooking(const std::vector<std::string>& args) {
    const auto words = readSiteWords(
        args, {"--site", "--clock", "--hospital", "--region", "--notice", "--notice-en", "--by"});
    if (!words) return complain("booking", words.error());
    const bool good = words->plain.size() == 1 &&
                      (words->plain[0] == "on" || words->plain[0] == "off") &&
                      !words->option("--by").empty();
    if (!good) return complain("booking", bookingUsage("on or off, and --by NAME are wanted"));
    const std::string region = words->option("--region");
    if (!region.empty() && !words->option("--hospital").empty())
        return complain("booking", bookingUsage("either --hospital or --region"));
    auto store = SiteStore::open(*words);
    if (!store) return complain("booking", store.error());
    core::Result<std::vector<std::string>> sites =
        std::vector{words->option("--hospital", (*store)->file().site)};
    if (!region.empty()) sites = sitesIn((*store)->database(), region);
    if (!sites) return complain("booking", sites.error());
    for (const std::string& site : *sites) {
        if (const auto done = turn(**store, site, *words); !done)
            return complain("booking", done.error());
        std::printf("booking is %s at %s\n", words->plain[0].c_str(), site.c_str());
    }
    return exitGood;
}

} // namespace menzhen::admin
