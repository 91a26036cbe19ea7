// SPDX-License-Identifier: Apache-2.0
// What is still to be paid for a registration, as this device knows it from the log. Inside read()
// or transact().
#pragma once

#include "app/flows/hall.h"

namespace menzhen::flows {

/// Paid when the registry said so of the slot (ops/feepaid.cpp); else as the session has it.
core::TicketFee feeOf(const FlowContext& context, const SessionView& session, int slot);

} // namespace menzhen::flows
