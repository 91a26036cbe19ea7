// SPDX-License-Identifier: Apache-2.0
// How a visit stands, for its holder alone. Shapes: docs/openapi.yaml. Inside Database::read().
// Thread: the connection's.
#pragma once

#include "app/clerk/views.h"

namespace menzhen::clerk {

inline constexpr int visitsBackDays = 30;  ///< of the list of a holder's visits
inline constexpr int maxVisitsListed = 50; ///< the rest is not shown
inline constexpr int usualAlertAhead = 3;  ///< people, when the holder set nothing

/// Who asks: the cookie's token. Errors of all: Refused "no-holder" (a cookie that is none of
/// ours), "unknown-visit" (another's too).
struct Asker {
    std::string token;
    const ports::Crypto& crypto;
};

core::Result<json> showMe(Views& views, const Asker& asker);
core::Result<json> showVisit(Views& views, const Asker& asker, const std::string& id);
/// For a holder whose cookie was looked at before.
core::Result<json> showVisitOf(Views& views, const std::string& holder, const std::string& id);
/// The visit's own id, when the asker follows it.
core::Result<std::string> followedVisitId(Views& views, const Asker& asker, const std::string& id);
core::Result<json> showBills(Views& views, const Asker& asker, const std::string& id);
/// "DAY/HALF/QUEUE" of the visit, for whoever wants to be woken with it.
core::Result<std::string> queueOfVisit(Views& views, const Asker& asker, const std::string& id);

} // namespace menzhen::clerk
