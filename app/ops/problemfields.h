// SPDX-License-Identifier: Apache-2.0
// Further members of a problem document ("opens_at" of a day that is not released yet), carried by
// an error behind its sentence: an error has a code for programs and a sentence for people, and few
// refusals have more to say.
// Thread: pure functions.
#pragma once

#include "app/core/result.h"

#include <nlohmann/json.hpp>

namespace menzhen::ops {

/// `error` with the members of the object `fields` added to those that it has.
core::Error withFields(core::Error error, const nlohmann::json& fields);
/// Its members; an empty object when there are none.
nlohmann::json fieldsOf(const core::Error& error);
/// Its detail without them.
std::string sentenceOf(const core::Error& error);

} // namespace menzhen::ops
