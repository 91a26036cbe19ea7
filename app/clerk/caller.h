// SPDX-License-Identifier: Apache-2.0
// The holder on whose behalf a phone's command runs.
#pragma once

#include "app/clerk/clerk.h"
#include "app/clerk/holders.h"

namespace menzhen::clerk {

struct Caller {
    std::string id;     ///< of the holder; empty: the face knows none
    bool known = false; ///< came with its cookie; else the holder is made when the command succeeds
};

inline Holders holdersOf(Clerk& clerk) {
    return {clerk.log().database(), clerk.log().crypto(), clerk.keys(), clerk.log().chance()};
}

} // namespace menzhen::clerk
