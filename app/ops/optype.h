// SPDX-License-Identifier: Apache-2.0
// The types of op, one file each (see optypes.cpp for the table). The same code judges an op on the
// device that wrote it (provisionally), in the registry (for good) and in the simulator.
#pragma once

#include "app/ops/judgement.h"
#include "app/ops/op.h"
#include "app/ops/queuebook.h"
#include "app/ports/chance.h"
#include "app/ports/clock.h"

#include <string_view>
#include <vector>

namespace menzhen::ops {

/// How far a device's clock may run ahead before the time of receipt counts instead (sync.md 1.8).
inline constexpr std::int64_t maxClockLeadMs = 5 * 60 * 1000;

/// What a judge may ask. Everything lives longer than the call.
struct JudgeContext {
    QueueBook& queues;
    const ports::Clock& clock;
    ports::Chance& chance;
    std::int64_t nowMs = 0; ///< when the op was received (on its own device: when it was written)
    /// A fact of another device, judged in the registry: what was printed is never refused there.
    bool received = false;

    store::Database& database() const { return queues.database(); }

    const std::string& site() const { return queues.site(); }

    /// The rules' now: the op's own time on the site's wall clock, or the time of receipt when the
    /// op's lies too far ahead or its clock was never held against the registry's.
    ports::LocalTime timeOf(const Op& op) const;
    std::int64_t timeMsOf(const Op& op) const;
    /// "clock-unset" or "clock-ahead" when the op's own time does not count, else empty.
    std::string clockFlagOf(const Op& op) const;
};

struct OpType {
    std::string_view name;
    int version = 1;
    bool registryOnly = false; ///< a device that writes it is refused
    /// Writes nothing. An error means: not possible (a command: refused to the caller; a fact from
    /// a device: rejected with that code).
    core::Result<Judgement> (*judge)(const Op& op, JudgeContext& context) = nullptr;
    /// Puts a patient (fields `entry`, else `ticket`) before a station without the registry: may
    /// stand in for its call (standin.h).
    bool calls = false;
};

/// nullptr: not known in this version.
const OpType* findOpType(std::string_view name);
const std::vector<OpType>& opTypes();

/// Finds the type and judges. Never fails for a fact: what cannot be applied is a verdict
/// "rejected", what is not known here "kept".
Judgement judgeFact(const Op& op, JudgeContext& context);

/// Writes the rows of a judged op. `rev` 0: provisional.
void apply(store::Database& database, const std::string& site,
           const std::vector<store::Record>& rows, std::int64_t rev);

} // namespace menzhen::ops
