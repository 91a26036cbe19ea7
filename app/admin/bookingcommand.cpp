// SPDX-License-Identifier: Apache-2.0
// `menzhen booking on|off [--notice TEXT] [--notice-en TEXT] --by NAME --site SITEFILE`: opens or
// closes all booking of a hospital. The registry may run meanwhile: it reads the switch at every
// request.
#include "app/admin/commands.h"
#include "app/admin/sitecommand.h"

#include <cstdio>

namespace menzhen::admin {

int runBooking(const std::vector<std::string>& args) {
    const auto words =
        readSiteWords(args, {"--site", "--clock", "--hospital", "--notice", "--notice-en", "--by"});
    if (!words) return complain("booking", words.error());
    const bool good = words->plain.size() == 1 &&
                      (words->plain[0] == "on" || words->plain[0] == "off") &&
                      !words->option("--by").empty();
    if (!good)
        return complain("booking",
                        {core::ErrorKind::Data, "usage", "on or off, and --by NAME are wanted"});
    auto store = SiteStore::open(*words);
    if (!store) return complain("booking", store.error());
    const std::string site = words->option("--hospital", (*store)->file().site);
    const auto done = (*store)->write(site, false, [&](ops::SiteLog& log) -> core::Result<void> {
        const auto switched = log.author({"booking.switched",
                                          0,
                                          {{"state", words->plain[0]},
                                           {"notice_zh", words->option("--notice")},
                                           {"notice_en", words->option("--notice-en")}},
                                          words->option("--by"),
                                          {}});
        if (!switched) return tl::unexpected(switched.error());
        return {};
    });
    if (!done) return complain("booking", done.error());
    std::printf("booking is %s at %s\n", words->plain[0].c_str(), site.c_str());
    return exitGood;
}

} // namespace menzhen::admin
