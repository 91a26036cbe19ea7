// SPDX-License-Identifier: Apache-2.0
// Many seeds, over several processes, with a summary that the next run goes on from.
#pragma once

#include <cstdint>
#include <string>

namespace menzhen::sim {

struct Campaign {
    std::uint64_t from = 1;
    std::uint64_t seeds = 0;
    int jobs = 2;
    std::string results; ///< folder for simulation.md; empty: none
    bool untilViolation = false;
};

inline constexpr int maxToldFailures = 20; ///< printed with their violations; the rest is counted

/// Prints what failed and a summary. 0: no violation; 1: some.
int runCampaign(const Campaign& campaign);

} // namespace menzhen::sim
