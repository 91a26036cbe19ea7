// SPDX-License-Identifier: Apache-2.0
// A report on a ticket printer's paper: what it is and of whom, that it is not final when it is
// not, each value with its range and a word where it lies outside, the conclusion. Nothing is left
// out, however long it gets. Pure; columns as in ticketlayout.h.
#pragma once

#include "app/core/report.h"
#include "app/core/ticketlayout.h"

namespace menzhen::core {

/// `columns`: 32 to 48. Control characters are dropped, malformed UTF-8 becomes U+FFFD.
TicketLayout layoutReport(const ReportContent& content, int columns);

} // namespace menzhen::core
