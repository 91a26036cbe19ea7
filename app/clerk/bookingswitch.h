// SPDX-License-Identifier: Apache-2.0
// The hospital's own switch for booking, in every channel at once; what was booked stays good.
// `menzhen booking off` throws it beside the running registry, which reads it at every request.
#pragma once

#include "app/clerk/clerk.h"

namespace menzhen::clerk {

/// {"state":"on"|"off","notice_zh","notice_en","by"}. Answer {"state","notice_zh","notice_en",
/// "revision"}. Errors: Data "bad-field"; Refused "not-allowed" (role manager).
Answer switchBooking(Clerk& clerk, const json& body);

} // namespace menzhen::clerk
