// SPDX-License-Identifier: Apache-2.0
// Who signed in at this station while the registry answered, so that they may sign in when it does
// not (security.md, section 2): only here, within a week, five tries, then 15 minutes. What is kept
// is scrypt of the PIN under a salt of this station's own. A PIN that was changed since is noticed
// at the next sign-in that the registry answers; a user who was closed, as soon as that is pulled.
// Thread: flow. scrypt takes some 40 ms there: nobody is served at a station nobody signed in to.
#pragma once

#include "app/flows/callnext.h"

namespace menzhen::flows {

inline constexpr std::int64_t staffKnownMs = 7LL * 86'400'000;
/// A clock that stands further back than the last sign-in proves nothing about the week.
inline constexpr std::int64_t staffClockSlackMs = 5 * 60'000;

/// The registry took this PIN just now. Forgets whoever has not been here for a week. Errors:
/// Device "store-...".
core::Result<void> rememberStaff(FlowContext& context, const std::string& user,
                                 const std::string& pin);

/// Without the registry. Refusals: Refused "not-known-here" (no sign-in here within a week),
/// "wrong-pin" with the tries that are left, "locked"; Device "store-...".
tl::expected<StaffView, SignInRefusal> knownStaff(FlowContext& context, const std::string& user,
                                                  const std::string& pin);

} // namespace menzhen::flows
