// SPDX-License-Identifier: Apache-2.0
// What the journeys of a device stand on. Thread: flow thread, as the context itself.
#pragma once

#include "app/boot/device/device.h"
#include "app/flows/flowcontext.h"

namespace menzhen::boot {

/// `printer`: none at a station. Device and printer outlive the context.
flows::FlowContext flowContext(Device& device, ports::TicketPrinter* printer = nullptr);

} // namespace menzhen::boot
