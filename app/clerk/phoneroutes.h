// SPDX-License-Identifier: Apache-2.0
// The rows of the table of routes (requests.h) for holders: their patients, their visits, proofs;
// and what holds and bookings are on the public face.
#pragma once

#include "app/clerk/caller.h"
#include "app/clerk/requests.h"

namespace menzhen::clerk {

std::vector<Route> phoneRoutes();

using HolderAct = std::function<Answer(Clerk&, const Caller&, const Request&, const json&)>;
/// A command of somebody whom the registry knows by the cookie, once for each key of his. Refused
/// "no-holder" for everybody else.
core::Result<Work> holderCommand(const Request& request, const HolderAct& act);

core::Result<Work> phoneHold(const Request& request, const ports::Crypto& crypto);
core::Result<Work> phoneRelease(const Request& request, const ports::Crypto& crypto);
core::Result<Work> phoneBook(const Request& request, const ports::Crypto& crypto);
core::Result<Work> phoneCancel(const Request& request, const ports::Crypto& crypto);
core::Result<Work> phoneChoose(const Request& request);
core::Result<Work> phoneJoinList(const Request& request);
core::Result<Work> phoneLeaveList(const Request& request);
core::Result<Work> phoneShowList(const Request& request);
core::Result<Work> phoneDraw(const Request& request);

} // namespace menzhen::clerk
