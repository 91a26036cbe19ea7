// SPDX-License-Identifier: Apache-2.0
// The way back to the flow thread.
#pragma once

#include <functional>

namespace menzhen::ports {

/// Runs a closure later on the flow thread, in order of posting. May be called from any thread.
using Post = std::function<void(std::function<void()>)>;

} // namespace menzhen::ports
