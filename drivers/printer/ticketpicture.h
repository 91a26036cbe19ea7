// SPDX-License-Identifier: Apache-2.0
// The picture of a ticket: what the paper will look like, dot for dot in its measures.
#pragma once

#include "app/core/ticketlayout.h"
#include "drivers/printer/canvas.h"
#include "drivers/printer/typeface.h"

namespace menzhen::printer {

/// `widthDots` wide and as long as the paper, 8 dots a millimetre. Error `printer-bad-job`.
core::Result<Canvas> drawTicket(const core::TicketLayout& layout, int widthDots,
                                Typeface& typeface);

} // namespace menzhen::printer
