// SPDX-License-Identifier: Apache-2.0
// The registry's machine: its disk, the clerk over it, and the routes as a function. Thread: one.
#pragma once

#include "app/clerk/requests.h"
#include "drivers/sim/chance.h"
#include "drivers/sim/clock.h"
#include "drivers/sim/crypto.h"
#include "drivers/sim/disk.h"

#include <memory>
#include <optional>
#include <string>

namespace menzhen::sim {

inline constexpr const char* registryMachine = "REG";
inline constexpr const char* registryStore = "REG/registry.db";

class RegistryNode {
public:
    RegistryNode(twin::Timeline& timeline, twin::Disk& disk, std::uint64_t seed);

    /// Opens the store; the first time, `fill` makes the hospital. Errors: the store's.
    core::Result<void> start(bool furnishIt = false);
    /// The program is gone. With a power cut, what was not synced suffers.
    void stop(bool powerCut);

    bool running() const { return clerk_ != nullptr; }

    /// Nothing: nobody is there, or it stopped before its answer left.
    std::optional<ports::LinkResponse> serve(const std::string& device,
                                             const ports::LinkRequest& request, clerk::Face face);
    void sweep(); ///< holds that ran out, as the writer does

    std::int64_t rev() const { return clerk_->rev(); }

    const std::string& epoch() const { return clerk_->epoch(); }

    store::Database& database() { return *database_; }

    twin::Clock clock;

    const twin::Crypto& crypto() const { return crypto_; }

private:
    clerk::ClerkSetup setup() { return {*database_, crypto_, clock, chance_, keys_, true}; }

    twin::Disk& disk_;
    twin::Chance chance_;
    twin::Crypto crypto_;
    clerk::SiteKeys keys_;
    std::unique_ptr<store::Database> database_;
    std::unique_ptr<clerk::Clerk> clerk_;
};

} // namespace menzhen::sim
