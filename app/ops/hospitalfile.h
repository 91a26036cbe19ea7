// SPDX-License-Identifier: Apache-2.0
// The hospital file: what a hospital is, written by whoever installs it (JSON; an example is
// resources/hospitals/hospital-demo.json). Keys that are not known are passed over: the file also
// feeds the simulator. Amounts are decimal texts ("3.50"), times local ("08:30"), shares 0 to 1.
#pragma once

#include "app/core/hospital.h"
#include "app/ops/fileproblem.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace menzhen::ops {

inline constexpr std::size_t maxHospitalFileBytes = 16u << 20;

/// A made-up person of a demonstration. Never a real one: the file is no place for those.
struct DemoPatient {
    std::string id;
    std::string nameZh; ///< as on the card, whatever the script
    core::Day birth = 0;
    std::string language; ///< "zh", "en"
    std::string idNumber; ///< normalised (core/idnumber.h)
    std::string phone;
    std::string guardian; ///< id of another patient, or empty

    friend bool operator==(const DemoPatient&, const DemoPatient&) = default;
};

struct HospitalFile {
    std::string timeZone; ///< IANA name; the site file decides, this is for the reader
    std::vector<core::Hospital> hospitals; ///< in file order, at least one
    std::vector<DemoPatient> demoPatients;

    friend bool operator==(const HospitalFile&, const HospitalFile&) = default;
};

/// Reads and checks the whole text. On failure every problem found (at most maxFileProblems),
/// ordered by line; what has been read is then not to be used. A hospital read without problems can
/// be planned: core::planSessions cannot refuse it.
tl::expected<HospitalFile, FileProblems> readHospitalFile(std::string_view text);

} // namespace menzhen::ops
