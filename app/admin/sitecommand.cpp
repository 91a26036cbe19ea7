// SPDX-License-Identifier: Apache-2.0
#include "app/admin/sitecommand.h"

#include "app/admin/command.h"
#include "app/boot/startup.h"
#include "app/boot/storecheck.h"

#include <algorithm>
#include <cstdio>
#include <sys/stat.h>

namespace menzhen::admin {

std::string SiteWords::option(const std::string& name, const std::string& fallback) const {
    const auto found = options.find(name);
    return found == options.end() ? fallback : found->second;
}

core::Result<SiteWords> readSiteWords(const std::vector<std::string>& args,
                                      const std::vector<std::string>& known) {
    SiteWords words;
    for (std::size_t i = 0; i < args.size(); ++i) {
        if (!args[i].starts_with("--")) {
            words.plain.push_back(args[i]);
            continue;
        }
        const std::size_t equals = args[i].find('=');
        const std::string name = args[i].substr(0, equals);
        if (name == "--json") {
            words.json = true;
            continue;
        }
        if (std::find(known.begin(), known.end(), name) == known.end())
            return core::badData("usage", "there is no option " + name);
        if (equals != std::string::npos)
            words.options[name] = args[i].substr(equals + 1);
        else if (i + 1 < args.size())
            words.options[name] = args[++i];
        else
            return core::badData("usage", name + " needs a value");
    }
    return words;
}

core::Result<std::unique_ptr<SiteStore>> SiteStore::open(const SiteWords& words) {
    ::umask(S_IRWXG | S_IRWXO); // the store is for its owner alone, as when the registry makes it
    const std::string path = words.option("--site");
    if (path.empty())
        return core::badData("usage", "--site FILE (the registry's site file) is wanted");
    auto file = boot::readSiteFile(path);
    if (!file) return tl::unexpected(file.error());
    if (file->role != boot::Role::Registry)
        return core::badData("wrong-role", path + ": a registry's site file is wanted");
    auto clock = boot::makeClock(*file, words.option("--clock"));
    if (!clock) return tl::unexpected(clock.error());
    if (file->store.kind != boot::StoreAddress::Kind::Sqlite)
        return core::badData("store-postgres", "PostgreSQL stores are not in this version");
    if (const auto checked = boot::checkStore(file->store.location); !checked)
        return tl::unexpected(checked.error());
    auto database = store::Database::open(file->store.location, store::StoreKind::Registry);
    if (!database) return tl::unexpected(database.error());
    std::unique_ptr<SiteStore> opened(new SiteStore());
    opened->file_ = std::move(*file);
    opened->clock_ = std::move(*clock);
    opened->database_ = std::move(*database);
    return opened;
}

core::Result<void> SiteStore::write(const std::string& site, bool create,
                                    const std::function<core::Result<void>(ops::SiteLog&)>& work) {
    ops::SiteLog log(*database_, site, crypto_, *clock_, chance_);
    return database_->transact([&]() -> core::Result<void> {
        if (auto begun = log.begin(create); !begun) return begun;
        if (auto done = work(log); !done) return done;
        log.end();
        return {};
    });
}

int complain(const char* command, const core::Error& error) {
    std::fprintf(stderr, "menzhen %s: %s\n", command,
                 error.detail.empty() ? error.code.c_str() : error.detail.c_str());
    return error.code == "usage" ? exitUsage : exitBad;
}

} // namespace menzhen::admin
