// SPDX-License-Identifier: Apache-2.0
// `menzhen tasks list | settle ID --by NAME --site SITEFILE`: what the registry could not plainly
// apply, and alarms about devices: each is for a person to see and to settle.
#include "app/admin/commands.h"
#include "app/admin/sitecommand.h"
#include "db/store/tasks.h"

#include <charconv>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace menzhen::admin {

namespace {

constexpr std::int64_t mostListed = 10'000;

void print(const store::Task& t, bool json) {
    if (json)
        std::printf("%s\n", nlohmann::json{{"id", t.id},
                                           {"revision", t.rev},
                                           {"device", t.device},
                                           {"incarnation", t.incarnation},
                                           {"seq", t.seq},
                                           {"type", t.type},
                                           {"day", t.day},
                                           {"verdict", t.verdict},
                                           {"code", t.code},
                                           {"detail", t.detail},
                                           {"at", t.atMs},
                                           {"state", t.state},
                                           {"settled_by", t.settledBy},
                                           {"note", t.note}}
                                .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)
                                .c_str());
    else
        std::printf("%6lld %-7s %-11s %-24s %s\n", static_cast<long long>(t.id), t.device.c_str(),
                    t.verdict.c_str(), t.code.c_str(),
                    (t.state == "settled" ? "settled by " + t.settledBy : t.detail).c_str());
}

std::optional<std::int64_t> idFrom(const std::string& word) {
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), id);
    if (error != std::errc{} || end != word.data() + word.size() || id < 1) return std::nullopt;
    return id;
}

} // namespace

int runTasks(const std::vector<std::string>& args) {
    const auto words = readSiteWords(args, {"--site", "--clock", "--by", "--note"});
    if (!words) return complain("tasks", words.error());
    const auto& plain = words->plain;
    const bool all = plain == std::vector<std::string>{"list", "all"};
    const bool listing = all || plain == std::vector<std::string>{"list"};
    const auto id = plain.size() == 2 && plain[0] == "settle" ? idFrom(plain[1]) : std::nullopt;
    const std::string by = words->option("--by");
    if (!listing && (!id || by.empty()))
        return complain("tasks", {core::ErrorKind::Data, "usage",
                                  "list, list all, or settle ID --by NAME is wanted"});
    auto store = SiteStore::open(*words);
    if (!store) return complain("tasks", store.error());
    const std::string& site = (*store)->file().site;
    const auto done = (*store)->write(site, false, [&](ops::SiteLog& log) -> core::Result<void> {
        if (listing) {
            for (const store::Task& task : store::tasks(log.database(), site, 0, mostListed, all))
                print(task, words->json);
            return {};
        }
        if (!store::settleTask(log.database(), site, *id, by, words->option("--note"),
                               log.clock().utcMs()))
            return core::refused("unknown-task", "there is no open task with this number");
        return {};
    });
    return done ? exitGood : complain("tasks", done.error());
}

} // namespace menzhen::admin
