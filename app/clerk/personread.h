// SPDX-License-Identifier: Apache-2.0
// A person as a body names one. Pure. Nothing of it may enter a log or an op.
#pragma once

#include "app/clerk/people.h"
#include "app/core/result.h"

#include <nlohmann/json.hpp>

namespace menzhen::clerk {

inline constexpr int adultAge = 18;
inline constexpr std::size_t maxPhoneBytes = 20;

/// Member "person" of a body, or the body itself: {"name","id_number","phone"?, "guardian"?:
/// {"name","id_number"}}. `today`: the site's day. Errors: Data "bad-field", those of
/// core::parseIdNumber; Refused "guardian-needed" (the guardian is no adult, or the patient).
core::Result<Person> readPerson(const nlohmann::json& body, int today);

} // namespace menzhen::clerk
