// SPDX-License-Identifier: Apache-2.0
// A registry and its devices in one process: the courier's requests are answered by the real clerk
// and its views, with the statuses that the routes would give.
#pragma once

#include "db/sync/boardreplica.h"
#include "db/sync/courier.h"
#include "db/sync/journal.h"
#include "tests/support/clinic.h"

#include <map>
#include <memory>
#include <optional>
#include <string>

namespace menzhen::test {

/// What the registry's HTTP side would answer.
ports::LinkResponse serve(Clinic& clinic, const ports::LinkRequest& request);

/// Every row of today, tomorrow and the standing data, as text: equal texts are equal projections.
std::string projectionOf(store::Database& database, const std::string& site);

/// The path of a store that the running test alone uses: tests run side by side.
std::string storeOfTest(const std::string& name);

/// A kiosk or station with a real store. Destroy and make it anew over the same file: a crash.
class TinyDevice {
public:
    TinyDevice(Clinic& clinic, std::string id, const std::string& file, std::uint64_t seed,
               const std::string& publicKey);

    core::Result<sync::Committed> commit(const std::string& type, nlohmann::json fields,
                                         const std::string& actor = {});

    /// One step of the loop: applies a slice, or makes one request and takes its answer. False:
    /// nothing to do now.
    bool turn();
    /// Turns, and moves the clock to when the courier wants to go on, until it is up to date.
    bool settle(int mostSteps = 2000);

    Clinic& clinic;
    std::string id;
    SeededChance chance;
    std::unique_ptr<store::Database> database;
    std::unique_ptr<sync::SiteClock> siteClock;
    std::unique_ptr<sync::Journal> journal;
    std::unique_ptr<sync::Replica> replica;
    std::unique_ptr<sync::Courier> courier;
};

/// Of a fresh key, PEM.
std::string publicKeyOf(Clinic& clinic);

} // namespace menzhen::test
