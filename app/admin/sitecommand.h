// SPDX-License-Identifier: Apache-2.0
// What the commands that work on a registry's store share: the words after the command, the site
// file, the store and its log. The registry may run meanwhile: SQLite's lock keeps the two apart
// and the registry notices the new revision.
#pragma once

#include "app/boot/sitefile.h"
#include "app/boot/systemclock.h"
#include "app/core/result.h"
#include "app/ops/sitelog.h"
#include "drivers/crypto/opensslcrypto.h"
#include "drivers/crypto/systemchance.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace menzhen::admin {

/// Words without their options, and the options: "--name VALUE" or "--name=VALUE"; "--json" is a
/// flag.
struct SiteWords {
    std::vector<std::string> plain;
    std::map<std::string, std::string> options;
    bool json = false;

    std::string option(const std::string& name, const std::string& fallback = {}) const;
};

/// Errors: Data "usage" (an option that is not in `known`, or without its value).
core::Result<SiteWords> readSiteWords(const std::vector<std::string>& args,
                                      const std::vector<std::string>& known);

class SiteStore {
public:
    /// Opens the store of the site file given with --site (role registry), with --clock.
    static core::Result<std::unique_ptr<SiteStore>> open(const SiteWords& words);

    /// Runs `work` in one transaction of a site's log. `create`: makes the site when it is new.
    core::Result<void> write(const std::string& site, bool create,
                             const std::function<core::Result<void>(ops::SiteLog&)>& work);

    const boot::SiteFile& file() const { return file_; }

    const ports::Clock& clock() const { return *clock_; }

    store::Database& database() { return *database_; }

private:
    SiteStore() = default;

    boot::SiteFile file_;
    std::unique_ptr<boot::SystemClock> clock_;
    crypto::OpenSslCrypto crypto_;
    crypto::SystemChance chance_;
    std::unique_ptr<store::Database> database_;
};

/// Prints the error for a person and gives the exit status (2 for "usage", else 1).
int complain(const char* command, const core::Error& error);

} // namespace menzhen::admin
