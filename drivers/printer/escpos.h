// SPDX-License-Identifier: Apache-2.0
// A laid-out ticket as the bytes of an ESC/POS printer. Pure but for the pictures of lines, which
// the caller supplies. Commands and their figures: Epson's public ESC/POS reference; only those
// that Chinese clones share. Every job stands alone: it starts with ESC @ and leans on no setting
// that an earlier job left.
#pragma once

#include "app/core/bytes.h"
#include "app/core/result.h"
#include "app/core/ticketlayout.h"
#include "drivers/printer/canvas.h"
#include "drivers/printer/profile.h"

#include <functional>
#include <string_view>

namespace menzhen::printer {

/// A line that the printer's font cannot print, as dots; null when there is no typeface here, in
/// which case missing characters become the geta mark (U+3013) that printers know.
using LinePicture = std::function<Canvas(const core::TicketText&)>;

struct EscposJob {
    core::Bytes bytes;
    int rows = 0; ///< about as many dot rows as the head prints: says how long it may take
};

struct EscposOrder {
    std::string_view jobId; ///< 4 characters 20h..7Eh for GS ( H; empty: no receipt asked
    bool cutFirst = false;  ///< a stump of an earlier try may hang in the printer: cut it off
};

/// Errors: `printer-bad-job` (a QR code that does not fit the paper, a wrong job id).
core::Result<EscposJob> encodeTicket(const core::TicketLayout& layout,
                                     const PrinterProfile& profile, const EscposOrder& order,
                                     const LinePicture& linePicture);

} // namespace menzhen::printer
