// SPDX-License-Identifier: Apache-2.0
// Reading the events of a replay: strict about types, so that a slip in the file is named and never
// guessed at. Errors have kind Data and say in `detail` what is wrong.
#pragma once

#include "app/core/queue.h"
#include "app/core/result.h"

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

namespace menzhen::admin {

/// A text that is there and not empty.
core::Result<std::string> readText(const nlohmann::json& event, const char* field);
/// The same; `station` when the field is left out.
core::Result<std::string> readStation(const nlohmann::json& event);
/// The station that the field `pin` names; none when it is null or left out.
core::Result<std::optional<std::string>> readPin(const nlohmann::json& event);
/// `now`: whole minutes after local midnight, at least 0. It may run on past the day's last minute,
/// as the clock of a session that ends after midnight does.
core::Result<int> readNow(const nlohmann::json& event);
core::Result<core::Registration> readRegistration(const nlohmann::json& event);
/// `old` with every parameter that the event gives.
core::Result<core::QueueParameters> readParameters(const nlohmann::json& event,
                                                   core::QueueParameters old);

} // namespace menzhen::admin
