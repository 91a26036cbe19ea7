// SPDX-License-Identifier: Apache-2.0
// One report as a laboratory's system hands it in: a DiagnosticReport of FHIR R4 with its
// Observations inside it (docs/reports.md says which fields). Pure.
#pragma once

#include "app/core/calendar.h"
#include "app/core/result.h"

#include <cstdint>
#include <string>
#include <vector>

namespace menzhen::clerk {

inline constexpr std::size_t maxReportBytes = 256 * 1024;
inline constexpr std::size_t maxFindings = 200;
inline constexpr std::size_t maxFindingBytes = 500;     ///< of each text
inline constexpr std::size_t maxConclusionBytes = 8000; ///< UTF-8

struct Finding {
    std::string nameZh;
    std::string nameEn; ///< the Chinese one when the sender has no other
    std::string value;  ///< a number or words; empty while it is not known
    std::string unit;
    std::string range; ///< "3.5-9.5"
    std::string flag;  ///< interpretation code: "N" "H" "L" ...; may be empty
};

struct Report {
    std::string id;     ///< the sender's own, 1 to 64 of A-Z a-z 0-9 - .
    std::string status; ///< a DiagnosticReport's: "registered" "partial" "final" ...
    core::Day day = 0;  ///< of the visit
    std::string number; ///< of the visit's ticket, as printed: "C012"
    std::string nameZh;
    std::string nameEn;
    std::string performer;
    std::int64_t issuedMs = 0; ///< UTC
    std::vector<Finding> findings;
    std::string conclusion;
};

/// Errors: Data "malformed-json", "bad-field" with the path of the field. No value of the file
/// stands in an error.
core::Result<Report> readReport(const std::string& text);

/// "2026-11-23T09:12:00+08:00" or "...Z" to UTC milliseconds; -1: it is written otherwise.
std::int64_t readInstant(const std::string& text);

/// How a status is shown: "registered", "partial" (not final), "final"; empty: withdrawn, nobody
/// sees it any more.
std::string shownStatus(const std::string& status);

} // namespace menzhen::clerk
