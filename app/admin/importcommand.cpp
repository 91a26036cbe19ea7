// SPDX-License-Identifier: Apache-2.0
// `menzhen import FILE --site SITEFILE [--days N] [--clock ...]`: the hospitals of a file enter the
// registry's store, with their sessions from today on. All of a hospital or nothing of it;
// importing again sets names and fees anew, opens the sessions that are missing, and keeps what was
// sold.
#include "app/admin/commands.h"
#include "app/admin/sitecommand.h"
#include "app/ops/hospitalfile.h"
#include "app/ops/hospitalimport.h"

#include <charconv>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <unistd.h>

namespace menzhen::admin {

namespace {

constexpr int defaultDays = 15; // today and the next 14
constexpr int maxDays = 60;

core::Result<ops::HospitalFile> readFile(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return core::badData("file", path + ": cannot be read");
    std::stringstream text;
    text << file.rdbuf();
    auto read = ops::readHospitalFile(text.str());
    if (read) return std::move(*read);
    std::string problems = path + ": nothing was imported.";
    for (const auto& problem : read.error())
        problems += "\n  " + ops::toText(problem);
    return core::badData("hospital-file", problems);
}

core::Result<int> daysOf(const SiteWords& words) {
    const std::string text = words.option("--days", std::to_string(defaultDays));
    int days = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), days);
    if (error != std::errc{} || end != text.data() + text.size() || days < 1 || days > maxDays)
        return core::badData("usage", "--days: 1 to 60 is wanted");
    return days;
}

void report(const std::string& site, const ops::ImportCounts& counts, bool json) {
    if (json) {
        std::printf("%s\n", nlohmann::json{{"site", site},
                                           {"records", counts.records},
                                           {"sessions", counts.sessions},
                                           {"slots", counts.slots},
                                           {"sessions_already_open", counts.sessionsAlreadyOpen}}
                                .dump()
                                .c_str());
        return;
    }
    std::printf("%s: %d records, %d sessions with %d slots opened", site.c_str(), counts.records,
                counts.sessions, counts.slots);
    if (counts.sessionsAlreadyOpen > 0)
        std::printf(", %d were open already", counts.sessionsAlreadyOpen);
    std::printf("\n");
}

} // namespace

int runImport(const std::vector<std::string>& args) {
    const auto words = readSiteWords(args, {"--site", "--clock", "--days"});
    if (!words) return complain("import", words.error());
    if (words->plain.size() != 1)
        return complain("import", {core::ErrorKind::Data, "usage", "one hospital file is wanted"});
    const auto days = daysOf(*words);
    if (!days) return complain("import", days.error());
    const auto file = readFile(words->plain.front());
    if (!file) return complain("import", file.error());
    auto store = SiteStore::open(*words);
    if (!store) return complain("import", store.error());
    for (const core::Hospital& hospital : file->hospitals) {
        const std::string& site = hospital.organization.id;
        const bool show = !words->json && isatty(STDERR_FILENO) != 0;
        const auto progress = [&](int done, int total) {
            if (show) std::fprintf(stderr, "\r%s: %d of %d", site.c_str(), done, total);
        };
        const auto written =
            (*store)->write(site, true, [&](ops::SiteLog& log) -> core::Result<void> {
                const auto counts = ops::importHospital(log, hospital, (*store)->clock().now().day,
                                                        *days, progress);
                if (show) std::fprintf(stderr, "\r                              \r");
                if (!counts) return tl::unexpected(counts.error());
                report(site, *counts, words->json);
                return {};
            });
        if (!written) return complain("import", written.error());
    }
    return exitGood;
}

} // namespace menzhen::admin
