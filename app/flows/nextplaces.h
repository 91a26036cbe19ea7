// SPDX-License-Identifier: Apache-2.0
// The free places of days to come, read from the registry's answers (GET departments/ID, GET
// sessions). Errors: Device "bad-answer", "store-...". Thread: flow.
#pragma once

#include "app/flows/nextvisit.h"

namespace menzhen::flows {

core::Result<NextDays> readNextDays(const nlohmann::json& answer, int today);

/// Names come from the own standing data, all else as the registry plans it.
core::Result<NextDoctors> readNextDoctors(const FlowContext& context, const nlohmann::json& answer,
                                          int day);

} // namespace menzhen::flows
