// SPDX-License-Identifier: Apache-2.0
// What was done about an op that was not plainly applied, in one sentence for the staff member who
// reads the list of tasks. No personal data.
#pragma once

#include <string_view>

namespace menzhen::ops {

/// Never empty: of an unknown code the verdict alone is explained.
std::string_view remedyOf(std::string_view verdict, std::string_view code);

} // namespace menzhen::ops
