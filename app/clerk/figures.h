// SPDX-License-Identifier: Apache-2.0
// How long people waited, per department and day (domain.md A13, queue rules 6): counted from the
// moment at which they were here and their band had begun, to the call. No names, no tickets.
// Shapes: docs/openapi.yaml. Inside Database::read(). Thread: the connection's.
#pragma once

#include "app/clerk/views.h"

namespace menzhen::clerk {

/// Errors: none; a day of which nothing is known has no departments.
core::Result<json> showFigures(Views& views, int day);

} // namespace menzhen::clerk
