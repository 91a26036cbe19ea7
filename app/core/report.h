// SPDX-License-Identifier: Apache-2.0
// Everything that the paper of one examination's report says; layoutReport() (reportlayout.h) says
// how. Texts are UTF-8 and already formatted: times are the site's wall clock. It holds health
// data, so it is printed and forgotten: it stands in no store, log or queue. Of a name, the masked
// one alone.
#pragma once

#include "app/core/ticket.h"

#include <string>
#include <vector>

namespace menzhen::core {

/// One value that was found.
struct ReportLine {
    TicketName name;
    std::string value; ///< a number or words; empty: not known yet
    std::string unit;
    std::string range; ///< "3.5-9.5"; may be empty
    std::string flag;  ///< interpretation code "H", "L", "N" ...; may be empty

    friend bool operator==(const ReportLine&, const ReportLine&) = default;
};

struct ReportContent {
    TicketLanguage language = TicketLanguage::Zh;
    TicketName hospital;
    TicketName name;        ///< of the examination
    std::string maskedName; ///< may be empty
    std::string visit;      ///< "C012, 2026-11-23"
    std::string issuedAt;   ///< of this version, "2026-11-23 09:12"
    std::string performer;  ///< may be empty
    bool final = false;     ///< false: the paper says that it is not
    bool amended = false;   ///< final, and not the first final one
    int copy = 1;           ///< from the second on it is marked as a reprint
    std::vector<ReportLine> lines;
    std::string conclusion; ///< may be empty
    std::string printedAt;  ///< "2026-11-23 09:40"
    std::string printedBy;  ///< device id

    friend bool operator==(const ReportContent&, const ReportContent&) = default;
};

} // namespace menzhen::core
