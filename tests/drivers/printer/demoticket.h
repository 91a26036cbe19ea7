// SPDX-License-Identifier: Apache-2.0
// The tickets that the printer's tests print.
#pragma once

#include "app/core/report.h"
#include "app/core/ticket.h"

#include <string>

namespace menzhen::printertest {

core::TicketContent chineseTicket();
core::TicketContent englishTicket();
/// Two values, one of them high; not final.
core::ReportContent demoReport();

/// Code-like text in the alphabet of signed codes, `bytes` long.
std::string codeOf(std::size_t bytes);

} // namespace menzhen::printertest
