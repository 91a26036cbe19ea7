// SPDX-License-Identifier: Apache-2.0
// What violationsOf() goes through, one verb an idea; every verb adds what is wrong. Thread: one.
#pragma once

#include "app/sim/world.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace menzhen::sim {

class Checker {
public:
    explicit Checker(World& world) : world_(world), found_(world.witness().violations) {}

    std::vector<std::string> all();

private:
    struct Logged {
        std::string hash;
        std::string verdict;
        std::string code;
        std::int64_t rev = 0;
    };

    void wrong(const char* invariant, const std::string& what) {
        found_.push_back(std::string(invariant) + " " + what);
    }

    store::Database& registry() { return world_.registry().database(); }

    /// Its disk came back from an old copy: what it had printed since may have no op.
    bool mayBeGone(const std::string& machine) {
        return world_.witness().restoredMachines.contains(machine);
    }

    /// Its store is, or became, one of two ("XK1" is a copy of "K1").
    bool isCopied(const std::string& machine);

    // checklog.cpp
    void liveness();
    void readLog();
    void revisions();
    void ownOps();
    void replicas();
    void privacy();
    /// Nobody counts as restored or copied who is not.
    void alarms();

    // checkhall.cpp
    void bookings();
    void redemptions();
    void slots();
    /// Whatever was printed twice: the registry calls each by a number of its own.
    void numbers();
    /// What cut-off kiosks gave by themselves: at most so many of a session each.
    void ownSeries();
    /// What a station or kiosk asked for was done once.
    void commands();

    // checkpapers.cpp
    /// Every ticket has its print order, and what counts as printed was printed.
    void orders();
    void papers();
    /// Of two tickets that were printed under one number.
    void toldApart(const Paper& one, const Paper& two);
    void speech();

    World& world_;
    std::vector<std::string> found_;
    std::map<OpKey, Logged> log_;
    std::map<std::int64_t, OpKey> byRevision_;
    std::set<std::string> said_;                ///< by any op of the log, whatever its key
    std::set<std::string> entries_;             ///< short codes as printed
    std::map<std::string, std::string> called_; ///< by short code: the number, as the log has it
};

} // namespace menzhen::sim
