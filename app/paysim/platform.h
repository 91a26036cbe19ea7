// SPDX-License-Identifier: Apache-2.0
// One of the two payment platforms, as the sandbox's till sees it.
// Thread: the desk's; take() runs inside a transaction.
#pragma once

#include "app/paysim/faults.h"
#include "app/paysim/ledger.h"
#include "app/registry/http/httpmessage.h"

#include <string>
#include <utility>
#include <vector>

namespace menzhen::paysim {

using registry::HttpRequest;
using registry::HttpResponse;

struct Call {
    const HttpRequest& request;
    FaultSite site;
};

/// A notification as it goes out.
struct Letter {
    std::string url;
    std::string body;
    std::vector<std::string> headers; ///< "Name: value"
};

class Platform {
public:
    virtual ~Platform() = default;
    /// Which verb this is and whose order it is about, as far as it can be seen before anything is
    /// verified; faults are chosen by it. `verb` is the route's.
    virtual FaultSite siteOf(const HttpRequest& request, const std::string& verb) const = 0;
    /// Verifies, does, signs.
    virtual HttpResponse take(const Call& call) = 0;
    /// Signs a queued notification for this moment; Notice::how says what is wrong with it.
    virtual Letter letter(const Notice& notice) = 0;
    /// Whether the receiver's answer means that it has it.
    virtual bool isAcknowledged(int status, const std::string& body) const = 0;
    /// Milliseconds until the next try after so many; 0: no more.
    virtual std::int64_t pauseAfter(int tries) const = 0;
};

} // namespace menzhen::paysim
