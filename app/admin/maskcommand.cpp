// SPDX-License-Identifier: Apache-2.0
// `menzhen mask`: shows what a board would show of a name.
#include "app/admin/commands.h"
#include "app/core/mask.h"

#include <cstdio>
#include <nlohmann/json.hpp>

namespace menzhen::admin {

int runMask(const std::vector<std::string>& args) {
    bool json = false;
    std::vector<std::string> names;
    for (const std::string& word : args) {
        if (word == "--json") {
            json = true;
        } else {
            names.push_back(word);
        }
    }
    if (names.empty()) {
        std::fputs("menzhen mask: give at least one name, each in quotes\n", stderr);
        return exitUsage;
    }
    for (const std::string& name : names) {
        const std::string mask = core::maskName(name);
        std::puts(json ? nlohmann::json{{"mask", mask}}.dump().c_str() : mask.c_str());
    }
    return exitGood;
}

} // namespace menzhen::admin
