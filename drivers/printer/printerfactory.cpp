// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/printerfactory.h"

#include "drivers/printer/cupsprinter.h"
#include "drivers/printer/escposprinter.h"
#include "drivers/printer/pngprinter.h"

namespace menzhen::printer {

namespace {

constexpr int kConnectMs = 2000;

OpenPipe openerOf(const PrinterAddress& address) {
    switch (address.kind) {
    case PrinterKind::Tcp:
        return [host = address.place, port = address.port] {
            return wire::openTcp(host, port, wire::inMs(kConnectMs));
        };
    case PrinterKind::Usb:
        return [path = address.place] { return wire::openUsbPrinter(path); };
    case PrinterKind::Serial:
        return [path = address.place, baud = address.profile.baud, flow = address.flow] {
            return wire::openSerial(path, baud, flow);
        };
    case PrinterKind::Cups:
    case PrinterKind::Png:
        break;
    }
    return {};
}

} // namespace

core::Result<std::unique_ptr<ports::TicketPrinter>> makePrinter(std::string_view url,
                                                                ports::Post post) {
    const auto address = parsePrinterUrl(url);
    if (!address) return tl::unexpected<core::Error>(address.error());
    if (address->kind == PrinterKind::Png)
        return std::make_unique<PngPrinter>(address->place, address->profile, std::move(post));
    if (address->kind == PrinterKind::Cups)
        return std::make_unique<CupsPrinter>(address->place, address->profile, std::move(post));
    return std::make_unique<EscposPrinter>(address->profile, openerOf(*address), std::move(post));
}

} // namespace menzhen::printer
