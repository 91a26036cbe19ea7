// SPDX-License-Identifier: Apache-2.0
// A seed becomes a plan, a run and a judgement.
#pragma once

#include "app/sim/plan.h"

#include <string>
#include <vector>

namespace menzhen::sim {

/// Misfortunes that the programs cannot stand yet, with the reason: left out of every plan, and
/// named in every summary. Empty is the aim.
struct KnownGap {
    LeftOut out;
    const char* why;
};

const std::vector<KnownGap>& knownGaps();

/// True: the plans hold the known gaps too. For whoever closes one.
inline bool everything = false;
/// Left out besides, to see whose fault a violation is.
inline std::vector<LeftOut> alsoWithout;

struct Outcome {
    std::vector<std::string> violations;
    std::uint64_t hash = 0;         ///< of the event log
    std::vector<std::string> lines; ///< of the event log, when asked for
    std::uint64_t events = 0;
    std::int64_t revisions = 0;
    std::int64_t papers = 0;
};

/// The plan of a seed, without the known gaps.
Plan planOfSeed(std::uint64_t seed);
Outcome runPlan(const Plan& plan, bool keepLines);

/// The same in a process of its own: a bug that stops the program is a violation, too.
Outcome runApart(const Plan& plan);

/// Leaves out what is not needed for the first violation's invariant to break, as far as it gets
/// with so many runs (delta debugging, Zeller 1999).
Plan shrink(const Plan& plan, const std::string& invariant, int maxRuns);

} // namespace menzhen::sim
