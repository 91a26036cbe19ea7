// SPDX-License-Identifier: Apache-2.0
// What anybody may look at without saying who they are: regions, hospitals, departments, doctors,
// fees, days. Nothing here knows a patient (domain.md T2). Shapes: docs/openapi.yaml. Inside
// Database::read(). Thread: the connection's.
#pragma once

#include "app/clerk/views.h"

namespace menzhen::clerk {

inline constexpr std::size_t maxSearchBytes = 100;

json showRegions(Views& views);
json showHospitals(Views& views, const std::string& region, const std::string& text);
json searchNames(Views& views, const std::string& text, std::size_t limit);
/// Errors of all below: Refused "unknown-site", "unknown-department", "unknown-practitioner".
core::Result<json> showSite(Views& views);
core::Result<json> showDepartments(Views& views);
/// `channel`: whose free places its days count.
core::Result<json> showDepartment(Views& views, const std::string& id, const std::string& channel);
core::Result<json> showPractitioner(Views& views, const std::string& id);

/// {"at","day","minute","offset_minutes"}: a phone's own clock may be wrong.
json showNow(const ports::Clock& clock);

} // namespace menzhen::clerk
