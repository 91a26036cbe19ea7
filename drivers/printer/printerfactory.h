// SPDX-License-Identifier: Apache-2.0
// From the site file's `printer` to a driver:
//   escpos+tcp://HOST:PORT          escpos+usb:///dev/usb/lp0 escpos+serial:///dev/ttyS0?baud=19200
//   cups://QUEUE                    png:///DIR
// Options (?key=value&...): width=576|512|384..640  qr=native|raster  cut=yes|no  cjk=yes|no
//   receipt=yes|no (GS ( H)  codepage=0..255|none (of windows-1252)  baud=9600
//   flow=none|rtscts|xonxoff
#pragma once

#include "app/ports/ticketprinter.h"
#include "drivers/printer/profile.h"
#include "drivers/wire/pipe.h"

#include <memory>
#include <string>
#include <string_view>

namespace menzhen::printer {

enum class PrinterKind { Tcp, Usb, Serial, Cups, Png };

struct PrinterAddress {
    PrinterKind kind = PrinterKind::Png;
    std::string place; ///< host, device path, queue or folder
    int port = 0;
    wire::FlowControl flow = wire::FlowControl::None;
    PrinterProfile profile;
};

/// Error `bad-printer-url`; the detail says what is wrong and what would be right.
core::Result<PrinterAddress> parsePrinterUrl(std::string_view url);

/// `post` is how the driver's thread reaches the flow thread. Opens nothing yet: a printer that is
/// missing now may be plugged in later.
core::Result<std::unique_ptr<ports::TicketPrinter>> makePrinter(std::string_view url,
                                                                ports::Post post);

} // namespace menzhen::printer
