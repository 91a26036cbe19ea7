// SPDX-License-Identifier: Apache-2.0
// "Did you mean ...?": the known word that lies nearest to a mistyped one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace menzhen::boot {

/// Nothing when no word is near: more than a third of the letters (at least 2) would have to
/// change. A swap of neighbours counts as one change, and an underscore is as good as a dash.
std::optional<std::string> nearest(std::string_view typed, const std::vector<std::string>& known);

} // namespace menzhen::boot
