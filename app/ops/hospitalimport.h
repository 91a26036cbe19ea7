// SPDX-License-Identifier: Apache-2.0
// A hospital becomes ops: its standing data, and its sessions for a range of days.
// Inside one SiteLog transaction. Importing again sets the standing data anew and opens only the
// sessions that are not open yet: what was sold stays sold.
#pragma once

#include "app/core/hospital.h"
#include "app/ops/sitelog.h"

#include <functional>

namespace menzhen::ops {

struct ImportCounts {
    int records = 0;
    int sessions = 0;
    int slots = 0;
    int sessionsAlreadyOpen = 0;
};

/// `progress(done, total)` runs now and then. Errors as planSessions(), or a refused op.
core::Result<ImportCounts> importHospital(SiteLog& log, const core::Hospital& hospital,
                                          core::Day firstDay, int days,
                                          const std::function<void(int, int)>& progress);

/// {"band":30,...}: the hospital's queue rules as they stand in its row.
std::string queueRulesToJson(const core::QueueParameters& parameters);

} // namespace menzhen::ops
