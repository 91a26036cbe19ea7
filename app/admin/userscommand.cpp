// SPDX-License-Identifier: Apache-2.0
// `menzhen users list|add|pin|close --site SITEFILE`: who may sign in. The registry may run
// meanwhile.
//   add ID --name NAME --roles doctor,nurse,... --pin 123456      pin ID --pin 123456      close ID
#include "app/admin/commands.h"
#include "app/admin/sitecommand.h"
#include "app/core/utf8.h"
#include "app/ops/staffpins.h"
#include "db/store/records.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <sstream>

namespace menzhen::admin {

namespace {

constexpr std::size_t mostIdBytes = 32; ///< of a user: typed at every sign-in
constexpr std::size_t mostNameBytes = 120;
constexpr std::array roles{"doctor", "nurse", "cashier", "manager", "installer"};

core::Error usersUsage(const std::string& what) {
    return {core::ErrorKind::Data, "usage", what};
}

core::Result<void> checkRoles(const std::string& text) {
    std::stringstream parts(text);
    bool any = false;
    for (std::string role; std::getline(parts, role, ',');) {
        bool known = false;
        for (const char* r : roles)
            known = known || role == r;
        if (!known)
            return tl::unexpected(usersUsage(
                "--roles: '" + role + "' is no role (doctor, nurse, cashier, manager, installer)"));
        any = true;
    }
    if (!any) return tl::unexpected(usersUsage("--roles is wanted, e.g. --roles doctor"));
    return {};
}

/// A new user's; of those that are there already each may be closed, whatever it is called.
core::Result<void> checkIdAndName(const std::string& id, const std::string& name) {
    const auto good = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               c == '.' || c == '_' || c == '-';
    };
    if (id.empty() || id.size() > mostIdBytes || !std::all_of(id.begin(), id.end(), good))
        return tl::unexpected(usersUsage("an ID has 1 to 32 letters, digits, '.', '_' or '-' "
                                         "(ASCII), as it is typed to sign in"));
    const bool blank = std::all_of(name.begin(), name.end(), [](char c) { return c == ' '; });
    const bool control = std::any_of(name.begin(), name.end(), [](char c) {
        return static_cast<unsigned char>(c) < ' ' || c == '\x7f';
    });
    if (blank || control || name.size() > mostNameBytes || !core::isUtf8(name))
        return tl::unexpected(usersUsage("--name: 1 to 120 bytes of UTF-8 in one line are wanted"));
    return {};
}

core::Result<void> setRow(ops::SiteLog& log, const nlohmann::json& row) {
    const auto done =
        log.author({"record.defined", 0, {{"table", "staff"}, {"row", row}}, "installer", {}});
    if (!done) return tl::unexpected(done.error());
    return {};
}

core::Result<void> add(ops::SiteLog& log, const SiteWords& words, const std::string& id) {
    if (auto good = checkRoles(words.option("--roles")); !good) return good;
    const std::string name = words.option("--name", id);
    if (auto good = checkIdAndName(id, name); !good) return good;
    const nlohmann::json row{
        {"id", id}, {"name", name}, {"roles", words.option("--roles")}, {"state", "active"}};
    if (auto pinned = ops::setPin(log, id, words.option("--pin")); !pinned) return pinned;
    return setRow(log, row);
}

core::Result<void> change(ops::SiteLog& log, const SiteWords& words, const std::string& verb,
                          const std::string& id) {
    if (verb == "add") return add(log, words, id);
    if (!store::find(log.database(), log.site(), "staff", {id}))
        return core::refused("unknown-user", "there is no user '" + id + "'");
    if (verb == "pin") return ops::setPin(log, id, words.option("--pin"));
    return setRow(log, {{"id", id}, {"state", "closed"}});
}

core::Result<void> list(ops::SiteLog& log, bool json) {
    for (const store::Record& row :
         store::select(log.database(), log.site(), "staff", "ORDER BY id")) {
        if (json)
            std::printf("%s\n", nlohmann::json{{"id", row.text("id")},
                                               {"name", row.text("name")},
                                               {"roles", row.text("roles")},
                                               {"state", row.text("state")}}
                                    .dump()
                                    .c_str());
        else
            std::printf("%-12s %-8s %-24s %s\n", row.text("id").c_str(), row.text("state").c_str(),
                        row.text("roles").c_str(), row.text("name").c_str());
    }
    return {};
}

} // namespace

int runUsers(const std::vector<std::string>& args) {
    const auto words = readSiteWords(args, {"--site", "--clock", "--name", "--roles", "--pin"});
    if (!words) return complain("users", words.error());
    const std::string verb = words->plain.empty() ? "" : words->plain[0];
    const bool listing = verb == "list" && words->plain.size() == 1;
    const bool changing =
        (verb == "add" || verb == "pin" || verb == "close") && words->plain.size() == 2;
    if (!listing && !changing)
        return complain("users", usersUsage("list, add ID, pin ID or close ID is wanted"));
    auto store = SiteStore::open(*words);
    if (!store) return complain("users", store.error());
    const auto done = (*store)->write((*store)->file().site, false, [&](ops::SiteLog& log) {
        return listing ? list(log, words->json) : change(log, *words, verb, words->plain[1]);
    });
    return done ? exitGood : complain("users", done.error());
}

} // namespace menzhen::admin
