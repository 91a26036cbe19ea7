// SPDX-License-Identifier: Apache-2.0
// Between the wire and a platform: the network's faults, one transaction for each call, the answer
// only after it is committed. Thread: serve() any; the rest the desk's.
#pragma once

#include "app/paysim/desk.h"
#include "app/paysim/notices.h"
#include "app/registry/http/responder.h"

#include <memory>
#include <string>

namespace menzhen::paysim {

class Till {
public:
    Till(Bank& bank, Desk& desk, Notices& notices) : bank_(bank), desk_(desk), notices_(notices) {}

    void serve(Platform& platform, const std::string& verb, HttpRequest request,
               registry::Responder answer);

private:
    using Request = std::shared_ptr<const HttpRequest>;

    void arrive(Platform& platform, const FaultSite& site, const Request& request,
                const registry::Responder& answer);
    void handle(Platform& platform, const FaultSite& site, const Request& request,
                const registry::Responder& answer);

    Bank& bank_;
    Desk& desk_;
    Notices& notices_;
};

} // namespace menzhen::paysim
